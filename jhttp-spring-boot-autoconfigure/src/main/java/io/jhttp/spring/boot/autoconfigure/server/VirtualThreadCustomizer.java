package io.jhttp.spring.boot.autoconfigure.server;

import io.jhttp.server.HttpServer;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Runs each handler on a virtual thread of its own. Customizers of the application come
 * after it and can choose otherwise.
 */
public final class VirtualThreadCustomizer implements JhttpServerCustomizer {

	private final int most;

	/**
	 * Creates a customizer.
	 * @param most how many handlers may run at the same time. Virtual threads are cheap;
	 * what handlers wait for seldom is.
	 */
	public VirtualThreadCustomizer(int most) {
		this.most = most;
	}

	@Override
	public void customize(HttpServer.Builder builder) {
		SimpleAsyncTaskExecutor workers = new SimpleAsyncTaskExecutor("jhttp-worker-");
		workers.setVirtualThreads(true);
		builder.workers(workers, this.most);
	}

}
