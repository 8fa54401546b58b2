package io.jhttp.spring.boot.autoconfigure;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

import io.jhttp.server.net.ClientAuthentication;
import io.jhttp.server.net.TlsOptions;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.ssl.BundleContexts;
import io.jhttp.spring.boot.autoconfigure.ssl.HttpsRedirect;
import io.jhttp.spring.boot.autoconfigure.ssl.SslServerCustomizer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.util.StringUtils;

/**
 * {@link AutoConfiguration Auto-configuration} for HTTPS.
 */
@AutoConfiguration(after = SslAutoConfiguration.class, before = JhttpServerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ JhttpProperties.class, JhttpSslProperties.class })
public final class JhttpSslAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "jhttp.ssl.enabled", matchIfMissing = true)
	SslServerCustomizer jhttpSslServerCustomizer(JhttpSslProperties properties, ObjectProvider<SslBundles> bundles) {
		return new SslServerCustomizer(tlsOptions(properties, bundles));
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "jhttp.ssl.enabled", matchIfMissing = true)
	@ConditionalOnProperty("jhttp.ssl.redirect-from-port")
	HttpsRedirect jhttpHttpsRedirect(JhttpServer server, JhttpSslProperties properties, JhttpProperties all) {
		Integer port = properties.getRedirectFromPort();
		if (port == null || port < 0 || port > 65535) {
			throw new InvalidConfigurationPropertyValueException("jhttp.ssl.redirect-from-port", port,
					"A port is a number from 0 to 65535.");
		}
		requireBundle(properties);
		return new HttpsRedirect(server, (all.getAddress() != null) ? new InetSocketAddress(all.getAddress(), port)
				: new InetSocketAddress(port));
	}

	private static @Nullable TlsOptions tlsOptions(JhttpSslProperties properties, ObjectProvider<SslBundles> bundles) {
		boolean wanted = Boolean.TRUE.equals(properties.getEnabled()) || !properties.getServerNameBundles().isEmpty()
				|| properties.getClientAuth() != ClientAuthentication.NONE;
		if (!wanted && !StringUtils.hasText(properties.getBundle())) {
			return null;
		}
		Map<String, String> serverNameBundles = new LinkedHashMap<>();
		for (JhttpSslProperties.ServerNameBundle entry : properties.getServerNameBundles()) {
			if (!StringUtils.hasText(entry.getServerName()) || !StringUtils.hasText(entry.getBundle())) {
				throw new InvalidConfigurationPropertyValueException("jhttp.ssl.server-name-bundles",
						entry.getServerName() + "=" + entry.getBundle(),
						"Each entry needs a server-name and a bundle.");
			}
			serverNameBundles.put(entry.getServerName(), entry.getBundle());
		}
		BundleContexts contexts = new BundleContexts(bundles.getObject(), "jhttp.ssl", requireBundle(properties),
				serverNameBundles, properties.getClientAuth());
		return new TlsOptions(contexts,
				PropertyBounds.positive("jhttp.ssl.handshake-timeout", properties.getHandshakeTimeout()));
	}

	/** Silence would be plain HTTP where somebody expects encryption. */
	private static String requireBundle(JhttpSslProperties properties) {
		String bundle = properties.getBundle();
		if (!StringUtils.hasText(bundle)) {
			throw new InvalidConfigurationPropertyValueException("jhttp.ssl.bundle", bundle,
					"HTTPS needs an SSL bundle with a private key and its certificate: name one of those below "
							+ "spring.ssl.bundle.");
		}
		return bundle;
	}

}
