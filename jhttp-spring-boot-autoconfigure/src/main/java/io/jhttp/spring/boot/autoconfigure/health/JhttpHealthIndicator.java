package io.jhttp.spring.boot.autoconfigure.health;

import java.util.List;

import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.server.FurtherServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Tells whether the server runs, and serves as it should.
 */
public final class JhttpHealthIndicator extends AbstractHealthIndicator {

	private final JhttpServer server;

	private final List<FurtherServer> further;

	/**
	 * Creates the indicator of a server.
	 * @param server the server
	 * @param further servers beside it, which count only if they fail
	 */
	public JhttpHealthIndicator(JhttpServer server, List<FurtherServer> further) {
		super("The state of the HTTP server cannot be told");
		this.server = server;
		this.further = List.copyOf(further);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		HttpServer engine = this.server.getEngine();
		if (engine == null) {
			builder.status(this.server.isAutoStartup() ? Status.DOWN : Status.UNKNOWN);
			return;
		}
		builder.up()
			.withDetail("address", engine.address().getAddress().getHostAddress())
			.withDetail("port", engine.port());
		for (FurtherServer other : this.further) {
			downIfFailed(builder, other.getName(), other.getFailure());
		}
		downIfFailed(builder, "application", engine.failure());
	}

	private static void downIfFailed(Health.Builder builder, String name, @Nullable Throwable failure) {
		if (failure != null) {
			builder.down(failure).withDetail("server", name);
		}
	}

}
