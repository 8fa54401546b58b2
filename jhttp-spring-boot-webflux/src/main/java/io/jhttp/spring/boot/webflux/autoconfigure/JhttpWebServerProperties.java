package io.jhttp.spring.boot.webflux.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.ForwardingHeader;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the web server of a reactive application that only jhttp has. A name that
 * is none of them fails the start.
 */
@ConfigurationProperties(prefix = "server.jhttp", ignoreUnknownFields = false)
public class JhttpWebServerProperties {

	/**
	 * Number of connections that the system may hold until they are accepted.
	 */
	private int acceptCount = 1024;

	/**
	 * Number of event loops, which requests are handled on. As many as processors by
	 * default.
	 */
	private @Nullable Integer eventLoops;

	/**
	 * Maximum size of a request line. Longer ones are answered with 414.
	 */
	private DataSize maxRequestLineSize = DataSize.ofKilobytes(8);

	/**
	 * Maximum number of header fields of a request. More are answered with 431.
	 */
	private int maxRequestHeaderCount = 100;

	/**
	 * Maximum size of the content of a request. More is answered with 413.
	 */
	private DataSize maxRequestBodySize = DataSize.ofMegabytes(100);

	/**
	 * Maximum number of open connections. For one more, the longest idle one is closed,
	 * or the new one is answered with 503.
	 */
	private int maxConnections = 16_384;

	/**
	 * Maximum number of open connections of one client address, more are answered with
	 * 503. Use 0 for any number.
	 */
	private int maxConnectionsPerAddress;

	/**
	 * Maximum number of requests of a connection, which is closed after the last.
	 */
	private int maxKeepAliveRequests = 10_000;

	/**
	 * Number of pipelined requests of a connection that are answered before other
	 * connections have their turn.
	 */
	private int pipeliningDepth = 16;

	/**
	 * Time that a request head may take from its first byte to its last. Later ones are
	 * answered with 408.
	 */
	private Duration headerTimeout = Duration.ofSeconds(10);

	/**
	 * Time that a connection may be idle between two requests.
	 */
	private Duration keepAliveTimeout = Duration.ofSeconds(60);

	/**
	 * Time that may pass without any byte of a request's content that is waited for.
	 * After it the request is answered with 408.
	 */
	private Duration bodyTimeout = Duration.ofSeconds(30);

	/**
	 * Time that may pass without the client taking any byte of a response. After it the
	 * connection is closed.
	 */
	private Duration writeTimeout = Duration.ofSeconds(30);

	/**
	 * Time that a client has to notice that its connection ends.
	 */
	private Duration lingerTimeout = Duration.ofSeconds(5);

	/**
	 * Maximum time for each message of a client in a TLS handshake.
	 */
	private Duration handshakeTimeout = Duration.ofSeconds(10);

	/**
	 * Minimum size of responses a second that a client has to take, while the server
	 * waits for it. Use 0 for no minimum.
	 */
	private DataSize minWriteRate = DataSize.ofBytes(240);

	private final Proxies proxies = new Proxies();

	public int getAcceptCount() {
		return this.acceptCount;
	}

	public void setAcceptCount(int acceptCount) {
		this.acceptCount = acceptCount;
	}

	public @Nullable Integer getEventLoops() {
		return this.eventLoops;
	}

	public void setEventLoops(@Nullable Integer eventLoops) {
		this.eventLoops = eventLoops;
	}

	public DataSize getMaxRequestLineSize() {
		return this.maxRequestLineSize;
	}

	public void setMaxRequestLineSize(DataSize maxRequestLineSize) {
		this.maxRequestLineSize = maxRequestLineSize;
	}

	public int getMaxRequestHeaderCount() {
		return this.maxRequestHeaderCount;
	}

	public void setMaxRequestHeaderCount(int maxRequestHeaderCount) {
		this.maxRequestHeaderCount = maxRequestHeaderCount;
	}

	public DataSize getMaxRequestBodySize() {
		return this.maxRequestBodySize;
	}

	public void setMaxRequestBodySize(DataSize maxRequestBodySize) {
		this.maxRequestBodySize = maxRequestBodySize;
	}

	public int getMaxConnections() {
		return this.maxConnections;
	}

	public void setMaxConnections(int maxConnections) {
		this.maxConnections = maxConnections;
	}

	public int getMaxConnectionsPerAddress() {
		return this.maxConnectionsPerAddress;
	}

	public void setMaxConnectionsPerAddress(int maxConnectionsPerAddress) {
		this.maxConnectionsPerAddress = maxConnectionsPerAddress;
	}

	public int getMaxKeepAliveRequests() {
		return this.maxKeepAliveRequests;
	}

	public void setMaxKeepAliveRequests(int maxKeepAliveRequests) {
		this.maxKeepAliveRequests = maxKeepAliveRequests;
	}

	public int getPipeliningDepth() {
		return this.pipeliningDepth;
	}

	public void setPipeliningDepth(int pipeliningDepth) {
		this.pipeliningDepth = pipeliningDepth;
	}

	public Duration getHeaderTimeout() {
		return this.headerTimeout;
	}

	public void setHeaderTimeout(Duration headerTimeout) {
		this.headerTimeout = headerTimeout;
	}

	public Duration getKeepAliveTimeout() {
		return this.keepAliveTimeout;
	}

	public void setKeepAliveTimeout(Duration keepAliveTimeout) {
		this.keepAliveTimeout = keepAliveTimeout;
	}

	public Duration getBodyTimeout() {
		return this.bodyTimeout;
	}

	public void setBodyTimeout(Duration bodyTimeout) {
		this.bodyTimeout = bodyTimeout;
	}

	public Duration getWriteTimeout() {
		return this.writeTimeout;
	}

	public void setWriteTimeout(Duration writeTimeout) {
		this.writeTimeout = writeTimeout;
	}

	public Duration getLingerTimeout() {
		return this.lingerTimeout;
	}

	public void setLingerTimeout(Duration lingerTimeout) {
		this.lingerTimeout = lingerTimeout;
	}

	public Duration getHandshakeTimeout() {
		return this.handshakeTimeout;
	}

	public void setHandshakeTimeout(Duration handshakeTimeout) {
		this.handshakeTimeout = handshakeTimeout;
	}

	public DataSize getMinWriteRate() {
		return this.minWriteRate;
	}

	public void setMinWriteRate(DataSize minWriteRate) {
		this.minWriteRate = minWriteRate;
	}

	public Proxies getProxies() {
		return this.proxies;
	}

	/**
	 * Proxies in front of the server, with server.forward-headers-strategy=native.
	 */
	public static class Proxies {

		/**
		 * Comma-separated list of proxies that are believed when they say for whom they
		 * speak: addresses, blocks of them such as 10.0.0.0/8, loopback, or private.
		 */
		private List<String> trusted = new ArrayList<>(List.of("loopback", "private"));

		/**
		 * Comma-separated list of headers by which trusted proxies say so. Each must be
		 * set or removed by all of them.
		 */
		private List<ForwardingHeader> headers = new ArrayList<>(
				List.of(ForwardingHeader.X_FORWARDED_FOR, ForwardingHeader.X_FORWARDED_PROTO,
						ForwardingHeader.X_FORWARDED_HOST, ForwardingHeader.X_FORWARDED_PORT));

		/**
		 * Whether each connection of a trusted proxy begins with a header of the PROXY
		 * protocol, version 1 or 2. One without it is refused then.
		 */
		private boolean proxyProtocol;

		public List<String> getTrusted() {
			return this.trusted;
		}

		public void setTrusted(List<String> trusted) {
			this.trusted = trusted;
		}

		public List<ForwardingHeader> getHeaders() {
			return this.headers;
		}

		public void setHeaders(List<ForwardingHeader> headers) {
			this.headers = headers;
		}

		public boolean isProxyProtocol() {
			return this.proxyProtocol;
		}

		public void setProxyProtocol(boolean proxyProtocol) {
			this.proxyProtocol = proxyProtocol;
		}

	}

}
