package io.jhttp.spring.boot.autoconfigure.actuate;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

import io.jhttp.spring.boot.autoconfigure.JhttpListenerProperties;
import io.jhttp.spring.boot.autoconfigure.SetProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Where the actuator endpoints are: the {@code management.server} properties. Boot's own
 * class for them needs its web servers.
 *
 * @param type which listener has them
 * @param port the port of a listener of their own
 * @param address the address of a listener of their own, or null for all interfaces
 * @param basePath what the paths of a listener of their own begin with, perhaps empty
 * @param listener the name of a listener of their own
 */
record ManagementPort(Type type, int port, @Nullable InetAddress address, String basePath, String listener) {

	/** The name of the listener that management.server.port describes. */
	static final String LISTENER = "management";

	private static final String PREFIX = "management.server";

	/**
	 * Which listener has the endpoints.
	 */
	enum Type {

		/** None: a negative port. */
		DISABLED,

		/** That of the application. */
		SAME,

		/** One of their own: that of management.server.port. */
		DIFFERENT,

		/** A listener that serves management. */
		LISTENER

	}

	static ManagementPort of(Environment environment) {
		Binder binder = Binder.get(environment);
		Integer port = binder.bind(PREFIX + ".port", Integer.class).orElse(null);
		InetAddress address = binder.bind(PREFIX + ".address", InetAddress.class).orElse(null);
		if (port != null && port < 0) {
			return new ManagementPort(Type.DISABLED, port, address, "", LISTENER);
		}
		String basePath = clean(binder.bind(PREFIX + ".base-path", String.class).orElse(""));
		Map<String, JhttpListenerProperties> listeners = new SetProperties(environment).listeners();
		if (!listeners.isEmpty()) {
			requireUnset(PREFIX + ".port", port);
			requireUnset(PREFIX + ".address", address);
			return listeners.entrySet()
				.stream()
				.filter((each) -> each.getValue().getServes() == JhttpListenerProperties.Serves.MANAGEMENT)
				.findFirst()
				.map((each) -> new ManagementPort(Type.LISTENER, 0, null, basePath, each.getKey()))
				.orElseGet(() -> new ManagementPort(Type.SAME, 0, null, basePath, LISTENER));
		}
		int applicationPort = binder.bind("jhttp.port", Integer.class).orElse(8000);
		if (port == null || (port != 0 && port == applicationPort)) {
			return new ManagementPort(Type.SAME, applicationPort, address, basePath, LISTENER);
		}
		if (port > 65535) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ".port", port,
					"A port is a number from 0 to 65535, or -1 for no endpoints over HTTP.");
		}
		return new ManagementPort(Type.DIFFERENT, port, address, basePath, LISTENER);
	}

	private static void requireUnset(String property, @Nullable Object value) {
		if (value != null) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"The listeners below jhttp.listeners are all that there are. Give one of them serves=management, "
							+ "or remove this property.");
		}
	}

	private static String clean(String basePath) {
		String path = StringUtils.trimTrailingCharacter(basePath.strip(), '/');
		return (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
	}

	boolean is(Type type) {
		return this.type == type;
	}

	/** Null if a listener has it. */
	@Nullable InetSocketAddress socketAddress() {
		if (!is(Type.DIFFERENT)) {
			return null;
		}
		return (this.address != null) ? new InetSocketAddress(this.address, this.port)
				: new InetSocketAddress(this.port);
	}

	/** Refuses what would not be done. */
	void requirePossible(Environment environment) {
		if (is(Type.SAME) && this.address != null) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ".address", this.address.getHostAddress(),
					"The actuator endpoints are on the port of the application. Set management.server.port to give "
							+ "them a server of their own, or remove the address.");
		}
		if (is(Type.SAME) && !this.basePath.isEmpty()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ".base-path", this.basePath,
					"The actuator endpoints are on the port of the application. Set management.server.port to give "
							+ "them a server of their own, or management.endpoints.web.base-path instead.");
		}
		if (is(Type.LISTENER) && ManagementSsl.of(environment).isWanted()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ".ssl.enabled", true,
					"The actuator endpoints are on listener " + this.listener
							+ ". Set the ssl properties of jhttp.listeners." + this.listener
							+ " to encrypt it, or remove the management.server.ssl properties.");
		}
		if (is(Type.SAME) && ManagementSsl.of(environment).isWanted()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + ".ssl.enabled", true,
					"The actuator endpoints are on the port of the application, which jhttp.ssl encrypts. Set "
							+ "management.server.port to give them a server of their own, or remove the "
							+ "management.server.ssl properties.");
		}
	}

}
