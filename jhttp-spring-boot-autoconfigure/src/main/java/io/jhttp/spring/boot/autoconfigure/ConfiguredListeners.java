package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpListener;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.JhttpListenerProperties.Serves;
import io.jhttp.spring.boot.autoconfigure.server.JhttpListener;
import io.jhttp.spring.boot.autoconfigure.server.ManagementHandler;
import io.jhttp.spring.boot.autoconfigure.ssl.HttpsRedirectHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;

/**
 * The listeners that the properties describe.
 */
final class ConfiguredListeners {

	/** The name of the listener that jhttp.ssl.redirect-from-port describes. */
	static final String REDIRECT = "redirect";

	private static final String ALL = "jhttp.listeners";

	private final JhttpProperties properties;

	private final ObjectProvider<SslBundles> bundles;

	private final ObjectProvider<ManagementHandler> management;

	ConfiguredListeners(JhttpProperties properties, ObjectProvider<SslBundles> bundles,
			ObjectProvider<ManagementHandler> management) {
		this.properties = properties;
		this.bundles = bundles;
		this.management = management;
	}

	/**
	 * All of them.
	 * @return if they have no names, those that stand beside the only one of the
	 * application
	 */
	List<JhttpListener> all() {
		Map<String, JhttpListenerProperties> named = this.properties.getListeners();
		if (named.isEmpty()) {
			return redirectFromPort();
		}
		if (named.values().stream().noneMatch((each) -> each.getServes() == Serves.APPLICATION)) {
			throw new InvalidConfigurationPropertyValueException(ALL, String.join(", ", named.keySet()),
					"None of these listeners serves the application. Leave serves out of one, or set it to application.");
		}
		List<JhttpListener> listeners = new ArrayList<>();
		named.forEach((name, each) -> listeners.add(listener(name, each)));
		return listeners;
	}

	/** The short form of a listener that redirects. */
	private List<JhttpListener> redirectFromPort() {
		JhttpSslProperties ssl = this.properties.getSsl();
		if (ssl.getRedirectFromPort() == null || Boolean.FALSE.equals(ssl.getEnabled())) {
			return List.of();
		}
		String property = "jhttp.ssl.redirect-from-port";
		ConfiguredTls.requireBundle(ssl, "jhttp.ssl");
		return List
			.of(new JhttpListener(port(REDIRECT, property, this.properties.getAddress(), ssl.getRedirectFromPort())
				.handler(new HttpsRedirectHandler(HttpServer.DEFAULT_LISTENER)), "jhttp.address", property));
	}

	private JhttpListener listener(String name, JhttpListenerProperties each) {
		String prefix = ALL + "." + name;
		HttpListener listener = place(name, prefix, each)
			.tls(ConfiguredTls.of(each.getSsl(), prefix + ".ssl", this.bundles))
			.proxyProtocol(each.isProxyProtocol());
		Boolean http2 = each.getHttp2().getEnabled();
		if (http2 != null) {
			listener = listener.http2(http2);
		}
		if (each.isProxyProtocol() && this.properties.getProxies().getTrusted().isEmpty()) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".proxy-protocol", true,
					"No proxy that may speak it is trusted. Set jhttp.proxies.trusted to the addresses of the proxies.");
		}
		listener = switch (each.getServes()) {
			case APPLICATION -> listener;
			case REDIRECT -> listener.handler(redirect(prefix, each));
			case MANAGEMENT -> management(prefix).serve(listener);
		};
		String placed = (each.getPath() != null) ? ".path" : each.isInherited() ? ".inherited" : ".port";
		return new JhttpListener(listener, prefix + ".address", prefix + placed);
	}

	private HttpListener place(String name, String prefix, JhttpListenerProperties each) {
		long places = Stream.of(each.getPort() != null, each.getPath() != null, each.isInherited())
			.filter(Boolean::booleanValue)
			.count();
		if (places != 1) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".port", each.getPort(),
					"Set exactly one of three: a port, the path of a Unix socket, or inherited=true.");
		}
		if (each.getAddress() != null && each.getPort() == null) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".address",
					each.getAddress().getHostAddress(), "Only a listener with a port has an address.");
		}
		File path = each.getPath();
		if (each.getPermissions() != null && path == null) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".permissions", each.getPermissions(),
					"Only a listener with the path of a Unix socket has permissions.");
		}
		if (path != null) {
			Set<PosixFilePermission> permissions = permissions(prefix + ".permissions", each.getPermissions());
			return (permissions != null) ? HttpListener.unix(name, path.toPath(), permissions)
					: HttpListener.unix(name, path.toPath());
		}
		Integer port = each.getPort();
		return (port != null) ? port(name, prefix + ".port", each.getAddress(), port) : HttpListener.inherited(name);
	}

	private static @Nullable Set<PosixFilePermission> permissions(String property, @Nullable String text) {
		try {
			return (text != null) ? PosixFilePermissions.fromString(text) : null;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, text,
					"Write permissions as ls does, such as rw-rw---- for owner and group.");
		}
	}

	private static HttpListener port(String name, String property, @Nullable InetAddress address, int port) {
		ProtocolFamily family = (address instanceof Inet4Address) ? StandardProtocolFamily.INET : null;
		return HttpListener.of(name, socketAddress(property, address, port), family);
	}

	static InetSocketAddress socketAddress(String property, @Nullable InetAddress address, int port) {
		if (port < 0 || port > 65535) {
			throw new InvalidConfigurationPropertyValueException(property, port, "A port is a number from 0 to 65535.");
		}
		return (address != null) ? new InetSocketAddress(address, port) : new InetSocketAddress(port);
	}

	private HttpHandler redirect(String prefix, JhttpListenerProperties each) {
		if (each.getSsl().encrypts()) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".serves", "redirect",
					"It would redirect from HTTPS to HTTPS. Remove the ssl properties of this listener.");
		}
		return this.properties.getListeners()
			.entrySet()
			.stream()
			.filter((other) -> other.getValue().getServes() == Serves.APPLICATION
					&& other.getValue().getSsl().encrypts() && other.getValue().getPort() != null)
			.findFirst()
			.map((other) -> new HttpsRedirectHandler(other.getKey()))
			.orElseThrow(() -> new InvalidConfigurationPropertyValueException(prefix + ".serves", "redirect",
					"There is no listener to redirect to: none that serves the application has a port and an SSL bundle."));
	}

	private ManagementHandler management(String prefix) {
		ManagementHandler handler = this.management.getIfAvailable();
		if (handler == null) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".serves", "management",
					"There are no actuator endpoints that it could serve. Add spring-boot-starter-actuator.");
		}
		return handler;
	}

}
