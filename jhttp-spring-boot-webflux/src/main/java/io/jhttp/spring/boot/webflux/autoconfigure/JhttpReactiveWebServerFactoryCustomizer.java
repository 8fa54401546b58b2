package io.jhttp.spring.boot.webflux.autoconfigure;

import java.util.List;

import io.jhttp.server.HttpServer;
import io.jhttp.server.TrustedProxies;
import io.jhttp.server.http.FieldRules;
import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.Pace;
import io.jhttp.server.net.Timeouts;
import io.jhttp.spring.boot.webflux.JhttpReactiveWebServerFactory;
import io.jhttp.spring.boot.webflux.JhttpWebServerCustomizer;

import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Applies the properties of {@code server} and {@code server.jhttp} that the engine
 * takes, and then the {@link JhttpWebServerCustomizer} beans.
 */
final class JhttpReactiveWebServerFactoryCustomizer
		implements WebServerFactoryCustomizer<JhttpReactiveWebServerFactory>, Ordered {

	private final Environment environment;

	private final ServerProperties serverProperties;

	private final JhttpWebServerProperties properties;

	private final List<JhttpWebServerCustomizer> customizers;

	JhttpReactiveWebServerFactoryCustomizer(Environment environment, ServerProperties serverProperties,
			JhttpWebServerProperties properties, List<JhttpWebServerCustomizer> customizers) {
		this.environment = environment;
		this.serverProperties = serverProperties;
		this.properties = properties;
		this.customizers = customizers;
	}

	/** As those of Boot's own servers. */
	@Override
	public int getOrder() {
		return 0;
	}

	@Override
	public void customize(JhttpReactiveWebServerFactory factory) {
		String header = this.serverProperties.getServerHeader();
		if (header != null) {
			PropertyBounds.use("server.server-header", header, (value) -> FieldRules.requireValue("Server", value));
			factory.setServerHeader(header);
		}
		factory.setHandshakeTimeout(
				PropertyBounds.positive("server.jhttp.handshake-timeout", this.properties.getHandshakeTimeout()));
		factory.addServerCustomizers(List.of(this::limits, this::proxies));
		factory.addServerCustomizers(this.customizers);
	}

	private void limits(HttpServer.Builder builder) {
		JhttpWebServerProperties of = this.properties;
		Integer eventLoops = of.getEventLoops();
		if (eventLoops != null) {
			builder.eventLoops(PropertyBounds.positive("server.jhttp.event-loops", eventLoops));
		}
		builder.backlog(PropertyBounds.positive("server.jhttp.accept-count", of.getAcceptCount()))
			.maxRequestContent(
					PropertyBounds.notNegative("server.jhttp.max-request-body-size", of.getMaxRequestBodySize()))
			.headLimits(new HeadLimits(
					PropertyBounds.positive("server.jhttp.max-request-line-size", of.getMaxRequestLineSize()),
					PropertyBounds.positive("server.max-http-request-header-size",
							this.serverProperties.getMaxHttpRequestHeaderSize()),
					PropertyBounds.positive("server.jhttp.max-request-header-count", of.getMaxRequestHeaderCount())))
			.connectionLimits(new ConnectionLimits(
					PropertyBounds.positive("server.jhttp.max-connections", of.getMaxConnections()),
					PropertyBounds.notNegative("server.jhttp.max-connections-per-address",
							of.getMaxConnectionsPerAddress()),
					PropertyBounds.positive("server.jhttp.max-keep-alive-requests", of.getMaxKeepAliveRequests()),
					PropertyBounds.positive("server.jhttp.pipelining-depth", of.getPipeliningDepth())))
			.timeouts(new Timeouts(PropertyBounds.positive("server.jhttp.header-timeout", of.getHeaderTimeout()),
					PropertyBounds.positive("server.jhttp.keep-alive-timeout", of.getKeepAliveTimeout()),
					PropertyBounds.positive("server.jhttp.body-timeout", of.getBodyTimeout()),
					PropertyBounds.positive("server.jhttp.write-timeout", of.getWriteTimeout()),
					PropertyBounds.positive("server.jhttp.linger-timeout", of.getLingerTimeout())))
			.pace(new Pace(Pace.DEFAULTS.content(),
					PropertyBounds.notNegative("server.jhttp.min-write-rate", of.getMinWriteRate())));
	}

	private void proxies(HttpServer.Builder builder) {
		JhttpWebServerProperties.Proxies proxies = this.properties.getProxies();
		if (!isNative()) {
			if (proxies.isProxyProtocol()) {
				throw new InvalidConfigurationPropertyValueException("server.jhttp.proxies.proxy-protocol", true,
						"No proxy is trusted. Set server.forward-headers-strategy to native.");
			}
			return;
		}
		try {
			builder.trustedProxies(TrustedProxies.of(proxies.getTrusted(), proxies.getHeaders()))
				.proxyProtocol(proxies.isProxyProtocol());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("server.jhttp.proxies",
					proxies.getTrusted() + " with " + proxies.getHeaders(), ex.getMessage() + ".");
		}
	}

	private boolean isNative() {
		ForwardHeadersStrategy strategy = this.serverProperties.getForwardHeadersStrategy();
		if (strategy == null) {
			CloudPlatform platform = CloudPlatform.getActive(this.environment);
			return platform != null && platform.isUsingForwardHeaders();
		}
		return strategy == ForwardHeadersStrategy.NATIVE;
	}

}
