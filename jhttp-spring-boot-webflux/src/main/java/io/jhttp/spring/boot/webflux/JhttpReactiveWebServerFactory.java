package io.jhttp.spring.boot.webflux;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import io.jhttp.server.HttpServer;
import io.jhttp.server.net.TlsOptions;
import io.jhttp.spring.boot.webflux.http.JhttpHttpHandlerAdapter;
import io.jhttp.spring.boot.webflux.http.ResponseCompression;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.Compression;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.reactive.AbstractReactiveWebServerFactory;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.HttpHandler;

/**
 * {@link ReactiveWebServerFactory} that creates web servers on the engine of jhttp.
 */
public class JhttpReactiveWebServerFactory extends AbstractReactiveWebServerFactory {

	private final List<JhttpWebServerCustomizer> serverCustomizers = new ArrayList<>();

	private Duration handshakeTimeout = TlsOptions.DEFAULT_HANDSHAKE_TIMEOUT;

	private DataBufferFactory bufferFactory = DefaultDataBufferFactory.sharedInstance;

	/**
	 * Creates a factory for port 8080.
	 */
	public JhttpReactiveWebServerFactory() {
	}

	/**
	 * Creates a factory.
	 * @param port of the servers, 0 for any free one
	 */
	public JhttpReactiveWebServerFactory(int port) {
		super(port);
	}

	/**
	 * Adds customizers of the engine.
	 * @param customizers applied in this order, after those that were added before
	 */
	public void addServerCustomizers(Collection<? extends JhttpWebServerCustomizer> customizers) {
		this.serverCustomizers.addAll(customizers);
	}

	/**
	 * Sets how long a TLS handshake may take.
	 * @param handshakeTimeout a positive duration, 10 s by default
	 */
	public void setHandshakeTimeout(Duration handshakeTimeout) {
		this.handshakeTimeout = handshakeTimeout;
	}

	/**
	 * Sets what makes the buffers of requests and responses.
	 * @param bufferFactory by default the shared one, of buffers on the heap
	 */
	public void setBufferFactory(DataBufferFactory bufferFactory) {
		this.bufferFactory = bufferFactory;
	}

	@Override
	public WebServer getWebServer(HttpHandler httpHandler) {
		Http2 http2 = getHttp2();
		HttpServer.Builder builder = HttpServer.builder()
			.address(address())
			.http2(http2 != null && http2.isEnabled())
			.eventLoops(Runtime.getRuntime().availableProcessors())
			.serverHeader((getServerHeader() != null) ? getServerHeader() : "");
		InetAddress address = getAddress();
		if (address instanceof Inet4Address) {
			builder.addressFamily(StandardProtocolFamily.INET);
		}
		Ssl ssl = getSsl();
		if (Ssl.isEnabled(ssl)) {
			builder.tls(new TlsOptions(new SslContexts(ssl, getSslBundle(), getServerNameSslBundles(), getSslBundles()),
					this.handshakeTimeout));
		}
		this.serverCustomizers.forEach((customizer) -> customizer.customize(builder));
		builder.handler(new JhttpHttpHandlerAdapter(httpHandler, this.bufferFactory, compression()));
		return new JhttpWebServer(builder, getPort(), getShutdown());
	}

	private InetSocketAddress address() {
		InetAddress address = getAddress();
		return (address != null) ? new InetSocketAddress(address, getPort()) : new InetSocketAddress(getPort());
	}

	private @Nullable ResponseCompression compression() {
		Compression compression = getCompression();
		if (compression == null || !compression.getEnabled()) {
			return null;
		}
		String[] excluded = compression.getExcludedUserAgents();
		return new ResponseCompression(Stream.of(compression.getAllMimeTypes()).map(MediaType::parseMediaType).toList(),
				(excluded != null) ? List.of(excluded) : List.of(), compression.getMinResponseSize().toBytes());
	}

}
