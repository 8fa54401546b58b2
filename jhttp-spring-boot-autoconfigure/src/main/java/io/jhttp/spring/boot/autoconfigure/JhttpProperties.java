package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.server.ForwardingHeader;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.spring.boot.autoconfigure.server.Shutdown;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of the HTTP server.
 */
@ConfigurationProperties("jhttp")
public class JhttpProperties {

	/**
	 * Whether the server starts with the application. Tests without a web environment
	 * turn it off.
	 */
	private boolean autoStartup = true;

	/**
	 * Network address to listen on. All interfaces by default; 0.0.0.0 means all of IPv4
	 * only.
	 */
	private @Nullable InetAddress address;

	/**
	 * Port to listen on. 0 means any free port; local.jhttp.port has its number.
	 */
	private int port = 8000;

	/**
	 * Listeners by name, in place of jhttp.address, jhttp.port and jhttp.ssl.
	 */
	private Map<String, JhttpListenerProperties> listeners = new LinkedHashMap<>();

	/**
	 * Directory to serve: a path, or classpath: and a directory of the class path. By
	 * default it is the working directory if there is no mount, handler bean or handler
	 * class.
	 */
	private @Nullable String directory;

	/**
	 * Further directories by name, each with a location, a prefix or hosts, and what
	 * differs from jhttp.files.
	 */
	private Map<String, JhttpMountProperties> mounts = new LinkedHashMap<>();

	/**
	 * Handler class for requests that no handler bean answers. Each connection has its
	 * own instance. To serve files, the class extends SimpleHttpRequestHandler and there
	 * is a jhttp.directory or a directory of the class.
	 */
	private @Nullable Class<?> handlerClass;

	/**
	 * Names of files that are sent for their directory, the first one that exists.
	 */
	private List<String> indexPages = new ArrayList<>(List.of("index.html", "index.htm"));

	/**
	 * Additional media types by extension, such as .foo: text/x-foo.
	 */
	private Map<String, String> mimeMappings = new LinkedHashMap<>();

	/**
	 * Value of the Server header. If empty, it is not sent.
	 */
	private String serverHeader = "jhttp";

	/**
	 * Type of shutdown: graceful completes active requests, immediate aborts them.
	 */
	private Shutdown shutdown = Shutdown.GRACEFUL;

	/**
	 * Time to accept connections after a graceful shutdown has begun, for load balancers
	 * to notice.
	 */
	private Duration shutdownDelay = Duration.ZERO;

	/**
	 * Maximum number of connections that the system queues until the server accepts them.
	 */
	private int acceptCount = 1024;

	/**
	 * Number of event loops, which own the connections. Half the processors by default,
	 * at least 1.
	 */
	private @Nullable Integer eventLoops;

	/**
	 * Maximum size of a request line. Longer ones are answered with 414.
	 */
	private DataSize maxRequestLineSize = DataSize.ofKilobytes(8);

	/**
	 * Maximum size of all header fields of a request. Larger ones are answered with 431.
	 */
	private DataSize maxRequestHeaderSize = DataSize.ofKilobytes(8);

	/**
	 * Maximum number of header fields of a request. More are answered with 431.
	 */
	private int maxRequestHeaderCount = 100;

	/**
	 * Maximum size of the content of a request. Larger content is answered with 413.
	 * Forms with files have jhttp.multipart.max-request-size.
	 */
	private DataSize maxRequestBodySize = DataSize.ofMegabytes(100);

	/**
	 * Maximum size of content that a handler bean gets as a whole, such as an object, a
	 * text or a form. Larger content is answered with 413.
	 */
	private DataSize maxInMemorySize = DataSize.ofMegabytes(2);

	/**
	 * Whether paths of handler beans and endpoints may contain %2F, as part of a name. By
	 * default such a path is answered with 400.
	 */
	private boolean allowEncodedSlash;

	/**
	 * Whether to answer HTTP/0.9 requests, such as GET / without a version.
	 */
	private boolean http09;

	/**
	 * Maximum number of open connections. Beyond it the longest idle one closes; without
	 * one, the response is 503.
	 */
	private int maxConnections = 16_384;

	/**
	 * Maximum number of open connections of one client address. Others are answered with
	 * 503. 0 means no limit.
	 */
	private int maxConnectionsPerAddress;

	/**
	 * Limits for each client, by names of your own: requests per second and at the same
	 * time.
	 */
	private Map<String, JhttpClientLimitProperties> clientLimits = new LinkedHashMap<>();

	/**
	 * Maximum number of requests on one connection.
	 */
	private int maxKeepAliveRequests = 10_000;

	/**
	 * Number of pipelined requests of a connection to answer before other connections
	 * have their turn.
	 */
	private int pipeliningDepth = 16;

	/**
	 * Maximum time from the first byte of a request head to its last. Later, the response
	 * is 408.
	 */
	private Duration headerTimeout = Duration.ofSeconds(10);

	/**
	 * Maximum time that a connection may be idle between two requests.
	 */
	private Duration keepAliveTimeout = Duration.ofSeconds(60);

	/**
	 * Maximum pause in the content of a request. Later, the response is 408.
	 */
	private Duration bodyTimeout = Duration.ofSeconds(30);

	/**
	 * Maximum pause in which a client takes no byte of a response. After it the
	 * connection closes.
	 */
	private Duration writeTimeout = Duration.ofSeconds(30);

	/**
	 * Maximum time to wait for the client to close its side at the end of a connection.
	 */
	private Duration lingerTimeout = Duration.ofSeconds(5);

	/**
	 * Minimum number of bytes of request content per second while the server waits for
	 * it. 0 means no minimum.
	 */
	private DataSize minBodyRate = DataSize.ofBytes(240);

	/**
	 * Minimum number of bytes of a response that a client takes per second while the
	 * server waits for it. 0 means no minimum.
	 */
	private DataSize minWriteRate = DataSize.ofBytes(240);

	@NestedConfigurationProperty
	private final JhttpFilesProperties files = new JhttpFilesProperties();

	private final Threads threads = new Threads();

	private final Async async = new Async();

	@NestedConfigurationProperty
	private final JhttpSslProperties ssl = new JhttpSslProperties();

	@NestedConfigurationProperty
	private final JhttpCompressionProperties compression = new JhttpCompressionProperties();

	@NestedConfigurationProperty
	private final JhttpMultipartProperties multipart = new JhttpMultipartProperties();

	@NestedConfigurationProperty
	private final JhttpAccessLogProperties accessLog = new JhttpAccessLogProperties();

	private final Proxies proxies = new Proxies();

	@NestedConfigurationProperty
	private final JhttpAuthProperties auth = new JhttpAuthProperties();

	/**
	 * CORS rules by pattern of a path: allowed-origins, allowed-origin-patterns, allowed-
	 * methods, allowed-headers, exposed-headers, allow-credentials and max-age. The first
	 * rule that matches applies.
	 */
	private List<JhttpCorsProperties> cors = new ArrayList<>();

	/**
	 * Whether to refuse requests of pages of other sites that change something with the
	 * credentials of a user.
	 */
	private boolean crossSiteProtection = true;

	/**
	 * Whether to send security headers with responses.
	 */
	private boolean securityHeaders;

	@NestedConfigurationProperty
	private final JhttpCgiProperties cgi = new JhttpCgiProperties();

	@NestedConfigurationProperty
	private final JhttpHttp2Properties http2 = new JhttpHttp2Properties();

	/**
	 * Highest protocol version of responses: HTTP/1.0 or HTTP/1.1. With HTTP/1.0,
	 * connections are not kept and HTTP/2 is off.
	 */
	private HttpVersion protocolVersion = HttpVersion.HTTP_1_1;

	/**
	 * Whether to bind the port while connections of an earlier server time out.
	 */
	private boolean reuseAddress = true;

	/**
	 * Whether to handle requests one after the other, in one thread.
	 */
	private boolean oneAtATime;

	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	public void setAutoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	public @Nullable InetAddress getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable InetAddress address) {
		this.address = address;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public Map<String, JhttpListenerProperties> getListeners() {
		return this.listeners;
	}

	public void setListeners(Map<String, JhttpListenerProperties> listeners) {
		this.listeners = listeners;
	}

	public @Nullable String getDirectory() {
		return this.directory;
	}

	public void setDirectory(@Nullable String directory) {
		this.directory = directory;
	}

	public Map<String, JhttpMountProperties> getMounts() {
		return this.mounts;
	}

	public void setMounts(Map<String, JhttpMountProperties> mounts) {
		this.mounts = mounts;
	}

	public @Nullable Class<?> getHandlerClass() {
		return this.handlerClass;
	}

	public void setHandlerClass(@Nullable Class<?> handlerClass) {
		this.handlerClass = handlerClass;
	}

	public List<String> getIndexPages() {
		return this.indexPages;
	}

	public void setIndexPages(List<String> indexPages) {
		this.indexPages = indexPages;
	}

	public Map<String, String> getMimeMappings() {
		return this.mimeMappings;
	}

	public void setMimeMappings(Map<String, String> mimeMappings) {
		this.mimeMappings = mimeMappings;
	}

	public JhttpFilesProperties getFiles() {
		return this.files;
	}

	public String getServerHeader() {
		return this.serverHeader;
	}

	public void setServerHeader(String serverHeader) {
		this.serverHeader = serverHeader;
	}

	public Shutdown getShutdown() {
		return this.shutdown;
	}

	public void setShutdown(Shutdown shutdown) {
		this.shutdown = shutdown;
	}

	public Duration getShutdownDelay() {
		return this.shutdownDelay;
	}

	public void setShutdownDelay(Duration shutdownDelay) {
		this.shutdownDelay = shutdownDelay;
	}

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

	public DataSize getMaxRequestHeaderSize() {
		return this.maxRequestHeaderSize;
	}

	public void setMaxRequestHeaderSize(DataSize maxRequestHeaderSize) {
		this.maxRequestHeaderSize = maxRequestHeaderSize;
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

	public DataSize getMaxInMemorySize() {
		return this.maxInMemorySize;
	}

	public void setMaxInMemorySize(DataSize maxInMemorySize) {
		this.maxInMemorySize = maxInMemorySize;
	}

	public boolean isAllowEncodedSlash() {
		return this.allowEncodedSlash;
	}

	public void setAllowEncodedSlash(boolean allowEncodedSlash) {
		this.allowEncodedSlash = allowEncodedSlash;
	}

	public boolean isHttp09() {
		return this.http09;
	}

	public void setHttp09(boolean http09) {
		this.http09 = http09;
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

	public Map<String, JhttpClientLimitProperties> getClientLimits() {
		return this.clientLimits;
	}

	public void setClientLimits(Map<String, JhttpClientLimitProperties> clientLimits) {
		this.clientLimits = clientLimits;
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

	public DataSize getMinBodyRate() {
		return this.minBodyRate;
	}

	public void setMinBodyRate(DataSize minBodyRate) {
		this.minBodyRate = minBodyRate;
	}

	public DataSize getMinWriteRate() {
		return this.minWriteRate;
	}

	public void setMinWriteRate(DataSize minWriteRate) {
		this.minWriteRate = minWriteRate;
	}

	public HttpVersion getProtocolVersion() {
		return this.protocolVersion;
	}

	public void setProtocolVersion(HttpVersion protocolVersion) {
		this.protocolVersion = protocolVersion;
	}

	public boolean isReuseAddress() {
		return this.reuseAddress;
	}

	public void setReuseAddress(boolean reuseAddress) {
		this.reuseAddress = reuseAddress;
	}

	public boolean isOneAtATime() {
		return this.oneAtATime;
	}

	public void setOneAtATime(boolean oneAtATime) {
		this.oneAtATime = oneAtATime;
	}

	public Threads getThreads() {
		return this.threads;
	}

	public Async getAsync() {
		return this.async;
	}

	public JhttpSslProperties getSsl() {
		return this.ssl;
	}

	public JhttpCompressionProperties getCompression() {
		return this.compression;
	}

	public JhttpMultipartProperties getMultipart() {
		return this.multipart;
	}

	public JhttpAccessLogProperties getAccessLog() {
		return this.accessLog;
	}

	public Proxies getProxies() {
		return this.proxies;
	}

	public JhttpAuthProperties getAuth() {
		return this.auth;
	}

	public List<JhttpCorsProperties> getCors() {
		return this.cors;
	}

	public void setCors(List<JhttpCorsProperties> cors) {
		this.cors = cors;
	}

	public boolean isCrossSiteProtection() {
		return this.crossSiteProtection;
	}

	public void setCrossSiteProtection(boolean crossSiteProtection) {
		this.crossSiteProtection = crossSiteProtection;
	}

	public boolean isSecurityHeaders() {
		return this.securityHeaders;
	}

	public void setSecurityHeaders(boolean securityHeaders) {
		this.securityHeaders = securityHeaders;
	}

	public JhttpCgiProperties getCgi() {
		return this.cgi;
	}

	public JhttpHttp2Properties getHttp2() {
		return this.http2;
	}

	/**
	 * Properties of results that handler methods return before they are there.
	 */
	public static class Async {

		/**
		 * Maximum time until an asynchronous result of a handler method. Later, the
		 * response is 503.
		 */
		private Duration timeout = Duration.ofSeconds(30);

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * Properties of the threads that handlers run on.
	 */
	public static class Threads {

		/**
		 * Maximum number of handlers that run at the same time on platform threads.
		 */
		private int max = 200;

		/**
		 * Maximum number of requests that wait for a thread. Others are answered with
		 * 503.
		 */
		private int queueCapacity = 1000;

		private final Virtual virtual = new Virtual();

		public int getMax() {
			return this.max;
		}

		public void setMax(int max) {
			this.max = max;
		}

		public int getQueueCapacity() {
			return this.queueCapacity;
		}

		public void setQueueCapacity(int queueCapacity) {
			this.queueCapacity = queueCapacity;
		}

		public Virtual getVirtual() {
			return this.virtual;
		}

		/**
		 * Properties of virtual threads.
		 */
		public static class Virtual {

			/**
			 * Maximum number of handlers that run at the same time on virtual threads.
			 * Others are answered with 503.
			 */
			private int max = 10_000;

			public int getMax() {
				return this.max;
			}

			public void setMax(int max) {
				this.max = max;
			}

		}

	}

	/**
	 * Proxies in front of the server.
	 */
	public static class Proxies {

		/**
		 * Trusted proxies: addresses, blocks such as 10.0.0.0/8, loopback, private, or
		 * unix for clients of Unix sockets.
		 */
		private List<String> trusted = new ArrayList<>();

		/**
		 * Headers that trusted proxies set or remove: forwarded, or any of x-forwarded-
		 * for, x-forwarded-proto, x-forwarded-host and x-forwarded-port.
		 */
		private List<ForwardingHeader> headers = new ArrayList<>(
				List.of(ForwardingHeader.X_FORWARDED_FOR, ForwardingHeader.X_FORWARDED_PROTO));

		/**
		 * Whether connections of trusted proxies begin with a header of the PROXY
		 * protocol, version 1 or 2. Others are refused.
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
