package io.jhttp.spring.boot.autoconfigure;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.util.List;

import io.jhttp.server.ForwardingHeader;
import io.jhttp.server.HttpServer;
import io.jhttp.server.TrustedProxies;
import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http2.Http2Limits;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.Pace;
import io.jhttp.server.net.Timeouts;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Applies the {@code jhttp} properties to the server.
 */
final class PropertiesServerCustomizer implements JhttpServerCustomizer {

	private final JhttpProperties properties;

	PropertiesServerCustomizer(JhttpProperties properties) {
		this.properties = properties;
	}

	@Override
	public void customize(HttpServer.Builder builder) {
		PropertyMapper map = PropertyMapper.get();
		JhttpProperties properties = this.properties;
		if (properties.getListeners().isEmpty()) {
			listener(builder);
		}
		map.from(properties::getServerHeader).to((value) -> serverHeader(builder, value));
		map.from(properties::getAcceptCount)
			.as((count) -> PropertyBounds.positive("jhttp.accept-count", count))
			.to(builder::backlog);
		map.from(properties::getEventLoops)
			.as((count) -> PropertyBounds.positive("jhttp.event-loops", count))
			.to(builder::eventLoops);
		JhttpProperties.Threads threads = properties.getThreads();
		map.from(threads::getMax)
			.as((count) -> PropertyBounds.positive("jhttp.threads.max", count))
			.to(builder::workerThreads);
		map.from(threads::getQueueCapacity)
			.as((count) -> PropertyBounds.notNegative("jhttp.threads.queue-capacity", count))
			.to(builder::workerQueue);
		map.from(properties::isHttp09).to(builder::http09);
		map.from(this::protocolVersion).to(builder::protocolVersion);
		map.from(properties.getHttp2()::isEnabled).to(builder::http2);
		map.from(this::http2Limits).to(builder::http2Limits);
		map.from(properties::isReuseAddress).to(builder::reuseAddress);
		map.from(properties::isOneAtATime).to(builder::oneAtATime);
		map.from(properties::getMaxRequestBodySize)
			.as((size) -> PropertyBounds.notNegative("jhttp.max-request-body-size", size))
			.to(builder::maxRequestContent);
		map.from(this::headLimits).to(builder::headLimits);
		map.from(this::connectionLimits).to(builder::connectionLimits);
		map.from(this::timeouts).to(builder::timeouts);
		map.from(this::pace).to(builder::pace);
		proxies(builder, properties.getProxies());
		ConfiguredClientLimits.add(properties, builder);
	}

	/** The only one of the application. */
	private void listener(HttpServer.Builder builder) {
		InetAddress address = this.properties.getAddress();
		builder.address(ConfiguredListeners.socketAddress("jhttp.port", address, this.properties.getPort()));
		if (address instanceof Inet4Address) {
			builder.addressFamily(StandardProtocolFamily.INET);
		}
	}

	private static void proxies(HttpServer.Builder builder, JhttpProperties.Proxies proxies) {
		TrustedProxies trusted = TrustedProxies.NONE;
		for (String address : proxies.getTrusted()) {
			requireProxies("jhttp.proxies.trusted", address, List.of(address), List.of());
		}
		if (!proxies.getTrusted().isEmpty()) {
			trusted = requireProxies("jhttp.proxies.headers", proxies.getHeaders(), proxies.getTrusted(),
					proxies.getHeaders());
		}
		else if (!proxies.getHeaders().equals(new JhttpProperties.Proxies().getHeaders())) {
			throw new InvalidConfigurationPropertyValueException("jhttp.proxies.headers", proxies.getHeaders(),
					"No proxy is trusted. Set jhttp.proxies.trusted to the addresses of the proxies.");
		}
		if (proxies.isProxyProtocol() && trusted.isEmpty()) {
			throw new InvalidConfigurationPropertyValueException("jhttp.proxies.proxy-protocol", true,
					"No proxy that may speak it is trusted. Set jhttp.proxies.trusted to the addresses of the proxies.");
		}
		builder.trustedProxies(trusted).proxyProtocol(proxies.isProxyProtocol());
	}

	private static TrustedProxies requireProxies(String property, Object value, List<String> addresses,
			List<ForwardingHeader> headers) {
		try {
			return TrustedProxies.of(addresses, headers);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value, ex.getMessage() + ".");
		}
	}

	private HttpVersion protocolVersion() {
		HttpVersion version = this.properties.getProtocolVersion();
		if (version != HttpVersion.HTTP_1_0 && version != HttpVersion.HTTP_1_1) {
			throw new InvalidConfigurationPropertyValueException("jhttp.protocol-version", version,
					"It can be HTTP/1.0 or HTTP/1.1.");
		}
		return version;
	}

	private static void serverHeader(HttpServer.Builder builder, String value) {
		try {
			builder.serverHeader(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("jhttp.server-header", value,
					"It cannot be the value of a header: " + ex.getMessage());
		}
	}

	private HeadLimits headLimits() {
		return new HeadLimits(
				PropertyBounds.positive("jhttp.max-request-line-size", this.properties.getMaxRequestLineSize()),
				PropertyBounds.positive("jhttp.max-request-header-size", this.properties.getMaxRequestHeaderSize()),
				PropertyBounds.positive("jhttp.max-request-header-count", this.properties.getMaxRequestHeaderCount()));
	}

	private Http2Limits http2Limits() {
		JhttpHttp2Properties http2 = this.properties.getHttp2();
		return new Http2Limits(
				PropertyBounds.positive("jhttp.http2.max-concurrent-streams", http2.getMaxConcurrentStreams()),
				PropertyBounds.positive("jhttp.http2.max-concurrent-handlers", http2.getMaxConcurrentHandlers()),
				PropertyBounds.positive("jhttp.http2.max-abuse-score", http2.getMaxAbuseScore()));
	}

	private ConnectionLimits connectionLimits() {
		return new ConnectionLimits(
				PropertyBounds.positive("jhttp.max-connections", this.properties.getMaxConnections()),
				PropertyBounds.notNegative("jhttp.max-connections-per-address",
						this.properties.getMaxConnectionsPerAddress()),
				PropertyBounds.positive("jhttp.max-keep-alive-requests", this.properties.getMaxKeepAliveRequests()),
				PropertyBounds.positive("jhttp.pipelining-depth", this.properties.getPipeliningDepth()));
	}

	private Timeouts timeouts() {
		return new Timeouts(PropertyBounds.positive("jhttp.header-timeout", this.properties.getHeaderTimeout()),
				PropertyBounds.positive("jhttp.keep-alive-timeout", this.properties.getKeepAliveTimeout()),
				PropertyBounds.positive("jhttp.body-timeout", this.properties.getBodyTimeout()),
				PropertyBounds.positive("jhttp.write-timeout", this.properties.getWriteTimeout()),
				PropertyBounds.positive("jhttp.linger-timeout", this.properties.getLingerTimeout()));
	}

	private Pace pace() {
		return new Pace(PropertyBounds.notNegative("jhttp.min-body-rate", this.properties.getMinBodyRate()),
				PropertyBounds.notNegative("jhttp.min-write-rate", this.properties.getMinWriteRate()));
	}

}
