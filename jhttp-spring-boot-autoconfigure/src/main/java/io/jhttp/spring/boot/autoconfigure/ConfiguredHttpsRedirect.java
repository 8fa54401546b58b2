package io.jhttp.spring.boot.autoconfigure;

import java.net.InetSocketAddress;

import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.ssl.HttpsRedirect;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The port that redirects plain HTTP to HTTPS, as the properties say.
 */
final class ConfiguredHttpsRedirect {

	private ConfiguredHttpsRedirect() {
	}

	static HttpsRedirect of(JhttpProperties properties, JhttpServer server) {
		JhttpSslProperties ssl = properties.getSsl();
		Integer port = ssl.getRedirectFromPort();
		if (port == null || port < 0 || port > 65535) {
			throw new InvalidConfigurationPropertyValueException("jhttp.ssl.redirect-from-port", port,
					"A port is a number from 0 to 65535.");
		}
		ConfiguredTls.requireBundle(ssl);
		return new HttpsRedirect(server, (properties.getAddress() != null)
				? new InetSocketAddress(properties.getAddress(), port) : new InetSocketAddress(port));
	}

}
