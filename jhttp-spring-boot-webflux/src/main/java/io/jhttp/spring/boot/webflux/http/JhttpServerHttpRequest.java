package io.jhttp.spring.boot.webflux.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

import javax.net.ssl.SSLSession;

import io.jhttp.server.HttpRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * A request as WebFlux sees it. It has a copy of all but the content, as observations and
 * logs look at requests that are over.
 */
final class JhttpServerHttpRequest extends AbstractServerHttpRequest {

	private final HttpRequest request;

	private final RequestContent content;

	private final InetSocketAddress localAddress;

	private final InetSocketAddress remoteAddress;

	private final @Nullable SSLSession session;

	private final X509Certificate[] certificates;

	JhttpServerHttpRequest(HttpRequest request, URI uri, RequestContent content) {
		super(HttpMethod.valueOf(request.method()), uri, "", headers(request));
		this.request = request;
		this.content = content;
		this.localAddress = request.localAddress();
		this.remoteAddress = request.remoteAddress();
		this.session = request.tlsSession();
		this.certificates = (this.session == null) ? new X509Certificate[0]
				: request.clientCertificates().toArray(X509Certificate[]::new);
	}

	private static HttpHeaders headers(HttpRequest request) {
		HttpHeaders headers = new HttpHeaders();
		request.headers().forEach((header) -> headers.add(header.getKey(), header.getValue()));
		return headers;
	}

	@Override
	protected MultiValueMap<String, HttpCookie> initCookies() {
		MultiValueMap<String, HttpCookie> cookies = new LinkedMultiValueMap<>();
		for (String line : getHeaders().getOrEmpty(HttpHeaders.COOKIE)) {
			for (String pair : line.split(";")) {
				int equals = pair.indexOf('=');
				if (equals > 0) {
					String name = pair.substring(0, equals).trim();
					cookies.add(name, new HttpCookie(name, unquoted(pair.substring(equals + 1).trim())));
				}
			}
		}
		return cookies;
	}

	/**
	 * RFC 6265, section 4.1.1: the quotes belong to the value, but no server sees them.
	 */
	private static String unquoted(String value) {
		return (value.length() > 1 && value.startsWith("\"") && value.endsWith("\""))
				? value.substring(1, value.length() - 1) : value;
	}

	@Override
	protected @Nullable SslInfo initSslInfo() {
		return (this.session != null) ? SslInfo.from(HexFormat.of().formatHex(this.session.getId()), this.certificates)
				: null;
	}

	@Override
	public InetSocketAddress getLocalAddress() {
		return this.localAddress;
	}

	@Override
	public InetSocketAddress getRemoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public Flux<DataBuffer> getBody() {
		return this.content;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> T getNativeRequest() {
		return (T) this.request;
	}

}
