package io.jhttp.spring.boot.autoconfigure;

import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/**
 * Runs a test against the server of a context, on a port of its own.
 */
public final class HandlerServer {

	private HandlerServer() {
	}

	public static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class))
			.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1");
	}

	public static void run(Class<?> configuration, Test test) {
		run(runner(), configuration, test);
	}

	public static void run(ApplicationContextRunner runner, Class<?> configuration, Test test) {
		runner.withUserConfiguration(configuration).run((context) -> test.run(client(context), context));
	}

	public static TestClient client(ApplicationContext context) {
		return new TestClient(context.getBean(JhttpServer.class).getPort());
	}

	/**
	 * What a test does.
	 */
	@FunctionalInterface
	public interface Test {

		void run(TestClient client, ApplicationContext context) throws Exception;

	}

}
