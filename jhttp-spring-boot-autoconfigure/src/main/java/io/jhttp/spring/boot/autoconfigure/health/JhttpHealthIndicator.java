package io.jhttp.spring.boot.autoconfigure.health;

import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether the server runs.
 */
public final class JhttpHealthIndicator extends AbstractHealthIndicator {

	private final JhttpServer server;

	/**
	 * Creates the indicator of a server.
	 * @param server the server
	 */
	public JhttpHealthIndicator(JhttpServer server) {
		super("The state of the HTTP server cannot be told");
		this.server = server;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		HttpServer engine = this.server.getEngine();
		if (engine == null) {
			builder.down();
			return;
		}
		builder.up()
			.withDetail("address", engine.address().getAddress().getHostAddress())
			.withDetail("port", engine.port());
	}

}
