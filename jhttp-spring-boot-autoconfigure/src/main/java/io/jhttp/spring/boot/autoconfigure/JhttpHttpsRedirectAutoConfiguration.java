package io.jhttp.spring.boot.autoconfigure;

import java.net.InetSocketAddress;

import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.ssl.HttpsRedirect;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the port that redirects plain HTTP to
 * HTTPS.
 */
@AutoConfiguration(after = JhttpServerAutoConfiguration.class)
@ConditionalOnProperty("jhttp.ssl.redirect-from-port")
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "jhttp.ssl.enabled", matchIfMissing = true)
public final class JhttpHttpsRedirectAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	HttpsRedirect jhttpHttpsRedirect(JhttpServer server, JhttpProperties properties) {
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
