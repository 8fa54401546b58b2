package io.jhttp.spring.boot.autoconfigure.health;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.handler.HandlerInventory;
import io.jhttp.spring.boot.autoconfigure.handler.ServedMount;
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

	private final @Nullable HandlerInventory inventory;

	/**
	 * Creates the indicator of a server.
	 * @param server the server
	 */
	public JhttpHealthIndicator(JhttpServer server) {
		this(server, null);
	}

	/**
	 * Creates the indicator of a server.
	 * @param server the server
	 * @param inventory knows what it serves, or null if that is the application's matter
	 */
	JhttpHealthIndicator(JhttpServer server, @Nullable HandlerInventory inventory) {
		super("The health check of the HTTP server failed");
		this.server = server;
		this.inventory = inventory;
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
		if (engine.addresses().size() > 1) {
			builder.withDetail("listeners", listeners(engine));
		}
		Map<String, String> mounts = mounts();
		if (!mounts.isEmpty()) {
			builder.withDetail("mounts", mounts);
		}
		Throwable failure = engine.failure();
		if (failure != null) {
			builder.down(failure);
		}
	}

	private Map<String, String> mounts() {
		Map<String, String> mounts = new LinkedHashMap<>();
		if (this.inventory != null) {
			for (String name : this.inventory.mounts()) {
				ServedMount mount = this.inventory.mount(name);
				if (mount != null) {
					mounts.put(name, mount.point() + " from " + mount.location());
				}
			}
		}
		return mounts;
	}

	private static Map<String, String> listeners(HttpServer engine) {
		Map<String, String> listeners = new LinkedHashMap<>();
		engine.addresses()
			.forEach((name, address) -> listeners.put(name, (address instanceof InetSocketAddress bound)
					? bound.getAddress().getHostAddress() + " port " + bound.getPort() : "unix:" + address));
		return listeners;
	}

}
