package io.jhttp.spring.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.jhttp.server.net.TlsOptions;
import io.jhttp.spring.boot.autoconfigure.ssl.BundleContexts;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * How connections are encrypted as the properties say.
 */
public final class ConfiguredTls {

	private ConfiguredTls() {
	}

	/**
	 * Reads the properties.
	 * @param properties those of HTTPS
	 * @param prefix of their names
	 * @param bundles all bundles, if any is needed
	 * @return null if connections are not encrypted
	 * @throws InvalidConfigurationPropertyValueException if they name no usable bundle
	 */
	public static @Nullable TlsOptions of(JhttpListenerSslProperties properties, String prefix,
			ObjectProvider<SslBundles> bundles) {
		if (!properties.encrypts()) {
			return null;
		}
		Map<String, String> serverNameBundles = new LinkedHashMap<>();
		for (int i = 0; i < properties.getServerNameBundles().size(); i++) {
			JhttpListenerSslProperties.ServerNameBundle entry = properties.getServerNameBundles().get(i);
			String property = prefix + ".server-name-bundles[" + i + "]";
			requireText(property + ".server-name", entry.getServerName());
			requireText(property + ".bundle", entry.getBundle());
			serverNameBundles.put(entry.getServerName(), entry.getBundle());
		}
		BundleContexts contexts = new BundleContexts(bundles.getObject(), prefix, requireBundle(properties, prefix),
				serverNameBundles, properties.getClientAuth());
		return new TlsOptions(contexts,
				PropertyBounds.positive(prefix + ".handshake-timeout", properties.getHandshakeTimeout()));
	}

	private static void requireText(String property, String value) {
		if (!StringUtils.hasText(value)) {
			throw new InvalidConfigurationPropertyValueException(property, null,
					"Each entry needs a server-name and a bundle.");
		}
	}

	/** Silence would be plain HTTP where encryption is expected. */
	static String requireBundle(JhttpListenerSslProperties properties, String prefix) {
		String bundle = properties.getBundle();
		if (!StringUtils.hasText(bundle)) {
			throw new InvalidConfigurationPropertyValueException(prefix + ".bundle", bundle,
					"HTTPS needs an SSL bundle with a private key and its certificate: name one of those below "
							+ "spring.ssl.bundle.");
		}
		return bundle;
	}

}
