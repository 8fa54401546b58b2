package io.jhttp.server;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import io.jhttp.server.exchange.ContentInput;
import io.jhttp.server.exchange.HttpStream;
import io.jhttp.server.exchange.StreamConnection;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.PathBytes;
import io.jhttp.server.http.Preconditions;
import io.jhttp.server.http.RequestHead;
import io.jhttp.server.net.IpLiteral;
import io.jhttp.server.net.PeerAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request. Its parts become strings when they are asked for.
 */
public final class HttpRequest {

	private final HttpStream stream;

	/** The client's, or that of a local redirect. */
	private RequestHead head;

	private @Nullable String path;

	private @Nullable ContentInput content;

	private @Nullable Forwarding forwarding;

	HttpRequest(HttpStream stream) {
		this.stream = stream;
		this.head = stream.head();
	}

	/** Goes on as if another request had come, without content. */
	void redirect(RequestHead redirected) {
		this.head = redirected;
		this.path = null;
	}

	private RequestHead head() {
		this.stream.requireOpen();
		return this.head;
	}

	/**
	 * The method, such as {@code GET} or {@code SPAM}. Methods are case-sensitive.
	 * @return an RFC 9110 token
	 */
	public String method() {
		return head().method();
	}

	/**
	 * Whether the request has this method.
	 * @param method a token, compared case-sensitively
	 * @return true if it is the same
	 */
	public boolean methodIs(String method) {
		return head().methodIs(method);
	}

	/**
	 * The request target as received.
	 * @return a path with query, an absolute URL, or {@code *}
	 */
	public String target() {
		return head().target();
	}

	/**
	 * The path of the target, still percent-encoded, without the query.
	 * @return a string that begins with a slash, or {@code *}
	 */
	public String path() {
		this.stream.requireOpen();
		String path = this.path;
		if (path == null) {
			path = head().path();
			this.path = path;
		}
		return path;
	}

	/**
	 * The bytes of the path, still percent-encoded, to look something up by them.
	 * @return a view, valid until the exchange is over
	 */
	public PathBytes pathBytes() {
		return head().pathBytes();
	}

	/**
	 * The query of the target, still percent-encoded.
	 * @return what follows the first question mark, or null without one
	 */
	public @Nullable String query() {
		return head().query();
	}

	/**
	 * The protocol version.
	 * @return 1.0 or 1.1; 0.9 only if the server was told to answer it
	 */
	public HttpVersion version() {
		return head().version();
	}

	/**
	 * The request line as received, without its line end.
	 * @return method, target and version
	 */
	public String requestLine() {
		return head().requestLine();
	}

	/**
	 * The first value of a header field.
	 * @param name its name, in any case
	 * @return the value, or null if the request has no such field
	 */
	public @Nullable String header(String name) {
		return head().field(name);
	}

	/**
	 * The combined value of a header field that is a list: RFC 9110, section 5.2.
	 * @param name its name, in any case
	 * @return the values of all its lines joined with commas, or null if the request has
	 * no such field
	 */
	public @Nullable String combinedHeader(String name) {
		return head().combinedField(name);
	}

	/**
	 * Evaluates the conditions of the request (RFC 9110, section 13).
	 * @param entityTag of what would be sent, with its quotes, or null if it has none
	 * @param modified when that was modified, in seconds since 1970, or
	 * {@link Preconditions#UNDATED}
	 * @return what the request is to be answered with
	 */
	public Preconditions.Outcome evaluateConditions(@Nullable String entityTag, long modified) {
		return Preconditions.evaluate(head(), entityTag, modified);
	}

	/**
	 * Whether a header field has this value, on a line of its own and in no other.
	 * @param name its name, in any case
	 * @param value the value, compared case-sensitively
	 * @return true if it is the same
	 */
	public boolean headerIs(String name, String value) {
		RequestHead head = head();
		int index = head.indexOf(name, 0);
		return index >= 0 && head.fieldValueIs(index, value) && head.indexOf(name, index + 1) < 0;
	}

	/**
	 * Whether the request has a header field.
	 * @param name its name, in any case
	 * @return true if there is at least one line of it
	 */
	public boolean hasHeader(String name) {
		return head().indexOf(name, 0) >= 0;
	}

	/**
	 * All values of a header field, one for each line.
	 * @param name its name, in any case
	 * @return the values in order, empty if the request has no such field
	 */
	public List<String> headers(String name) {
		RequestHead head = head();
		List<String> values = new ArrayList<>(2);
		for (int index = head.indexOf(name, 0); index >= 0; index = head.indexOf(name, index + 1)) {
			values.add(head.fieldValue(index));
		}
		return values;
	}

	/**
	 * All header fields, one entry for each line.
	 * @return names as received, and values, in order
	 */
	public List<Map.Entry<String, String>> headers() {
		RequestHead head = head();
		List<Map.Entry<String, String>> lines = new ArrayList<>(head.fieldCount());
		for (int index = 0; index < head.fieldCount(); index++) {
			lines.add(Map.entry(head.fieldName(index), head.fieldValue(index)));
		}
		return lines;
	}

	/**
	 * The names of the header fields as received, one for each line.
	 * @return the names in order; a name may stand there twice
	 */
	public List<String> headerNames() {
		RequestHead head = head();
		List<String> names = new ArrayList<>(head.fieldCount());
		for (int index = 0; index < head.fieldCount(); index++) {
			names.add(head.fieldName(index));
		}
		return names;
	}

	/**
	 * Whether the client lets the connection stay open after the response (RFC 9112,
	 * section 9.3).
	 * @return true for HTTP/1.1 without {@code Connection: close}, and for HTTP/1.0 with
	 * {@code Connection: keep-alive}
	 */
	public boolean isPersistent() {
		return head().isPersistent();
	}

	/**
	 * Whether the client waits for a 100 before it sends its content (RFC 9110, section
	 * 10.1.1). Reading the content sends it as well.
	 * @return false if it does not wait, or waits no more
	 */
	public boolean expectsContinue() {
		this.stream.requireOpen();
		return this.head == this.stream.head() && this.stream.expectsContinue();
	}

	/**
	 * The declared length of the content.
	 * @return a number of bytes, or -1 if the request declares none
	 */
	public long contentLength() {
		return head().contentLength();
	}

	/**
	 * The content of the request, decoded from its transfer coding. Reading it blocks; on
	 * an event loop it throws {@link IllegalStateException}. What is not read is
	 * discarded, or the connection closes.
	 * @return a stream, empty if the request has no content
	 */
	public InputStream content() {
		this.stream.requireOpen();
		if (this.head != this.stream.head()) {
			return InputStream.nullInputStream();
		}
		ContentInput content = this.content;
		if (content == null) {
			content = new ContentInput(this.stream);
			this.content = content;
		}
		return content;
	}

	/**
	 * The content of the request as a form with files, part by part as it arrives. It
	 * takes the place of {@link #content()}, and can be read once.
	 * @return the parts; reading them blocks
	 * @throws HttpProblem 415 if the content is of another type than
	 * {@code multipart/form-data}, 400 if the boundary is missing or malformed
	 */
	public FormParts formParts() {
		return new FormParts(this, this.stream);
	}

	/** The request is a new one, and no local redirect. */
	void forwarded(@Nullable Forwarding forwarding) {
		this.forwarding = forwarding;
	}

	@Nullable Forwarding forwarding() {
		return this.forwarding;
	}

	/**
	 * The address of the client: what trusted proxies have said, and otherwise the other
	 * end of the connection.
	 * @return address and port, which is 0 if a proxy has not said it; the unspecified
	 * address and 0 for a client of a Unix socket, which has none
	 */
	public InetSocketAddress remoteAddress() {
		Forwarding forwarding = this.forwarding;
		return (forwarding != null) ? forwarding.client() : connection().remoteAddress();
	}

	/**
	 * The client, for logs and scripts.
	 * @return the numbers of its {@link #remoteAddress()}; {@code unix:} if it has
	 * connected to a Unix socket, and no trusted proxy has said who it is
	 */
	public String client() {
		return PeerAddress.text(remoteAddress());
	}

	/**
	 * Whether the connection is one of a Unix socket, whose ends have no addresses.
	 * @return false for one of IP
	 */
	public boolean isUnixDomain() {
		return PeerAddress.isUnix(localAddress());
	}

	/**
	 * The address of the other end of the connection, whomever it speaks for.
	 * @return address and port
	 */
	public InetSocketAddress peerAddress() {
		return connection().peerAddress();
	}

	/**
	 * The listener that the request came by.
	 * @return its name
	 */
	public String listener() {
		return connection().listener();
	}

	/**
	 * The scheme of the address that the client has asked for.
	 * @return {@code https} or {@code http}
	 */
	public String scheme() {
		Forwarding forwarding = this.forwarding;
		String scheme = (forwarding != null) ? forwarding.scheme() : null;
		return (scheme != null) ? scheme : (tlsSession() != null) ? "https" : "http";
	}

	/**
	 * Whether the client's connection is encrypted, to here or to a trusted proxy.
	 * @return true for HTTPS
	 */
	public boolean isSecure() {
		return scheme().equals("https");
	}

	/**
	 * The host that the client has asked for, perhaps with a port: what a trusted proxy
	 * has said, and otherwise that of an absolute target, or of the {@code Host} field.
	 * @return such as {@code example.org:8080}, or null if the request has none
	 */
	public @Nullable String host() {
		Forwarding forwarding = this.forwarding;
		String host = (forwarding != null) ? forwarding.host() : null;
		return (host != null) ? host : head().host();
	}

	/**
	 * The host that the client has named when it has made its TLS connection (RFC 6066,
	 * section 3). What a trusted proxy has named is its own matter.
	 * @return a name, or null without TLS, without a name, or behind a trusted proxy
	 */
	public @Nullable String serverName() {
		if (this.forwarding == null && tlsSession() instanceof ExtendedSSLSession session) {
			for (SNIServerName name : session.getRequestedServerNames()) {
				if (name instanceof SNIHostName host) {
					return host.getAsciiName();
				}
			}
		}
		return null;
	}

	/**
	 * The port that the client has asked at: what a trusted proxy has said, or follows
	 * from the scheme that it has said, and otherwise that of the connection; of a Unix
	 * socket, that of the host that the client has asked for.
	 * @return 0 to 65535
	 */
	public int port() {
		Forwarding forwarding = this.forwarding;
		if (forwarding != null && forwarding.port() >= 0) {
			return forwarding.port();
		}
		String said = (forwarding != null) ? forwarding.host() : null;
		boolean isSaid = forwarding != null && (said != null || forwarding.scheme() != null);
		if (!isSaid && !isUnixDomain()) {
			return localAddress().getPort();
		}
		int port = port(isSaid ? said : host());
		return (port >= 0) ? port : isSecure() ? 443 : 80;
	}

	private static int port(@Nullable String host) {
		int colon = (host != null) ? host.lastIndexOf(':') : -1;
		return (host != null && colon > host.lastIndexOf(']'))
				? IpLiteral.decimal(host, colon + 1, host.length(), 65535) : -1;
	}

	/**
	 * What URLs of this server begin with, for the client: the scheme, the host and the
	 * port that it has asked for.
	 * @return such as {@code https://example.org:8443}; without a host, the server's end
	 * of the connection stands for it
	 */
	public String origin() {
		String host = host();
		if (host == null || host.isEmpty()) {
			if (isUnixDomain()) {
				return scheme() + "://localhost";
			}
			InetSocketAddress local = localAddress();
			return scheme() + "://" + IpLiteral.hostOf(local.getAddress()) + ":" + local.getPort();
		}
		int port = (this.forwarding != null) ? this.forwarding.port() : -1;
		if (port >= 0) {
			int colon = host.lastIndexOf(':');
			host = (colon > host.lastIndexOf(']')) ? host.substring(0, colon) : host;
			host = (port == (isSecure() ? 443 : 80)) ? host : host + ":" + port;
		}
		return scheme() + "://" + host;
	}

	/**
	 * The address of the server's end of the connection.
	 * @return address and port
	 */
	public InetSocketAddress localAddress() {
		return connection().localAddress();
	}

	/**
	 * What was agreed upon with the client for the connection, such as protocol and
	 * cipher suite.
	 * @return the session, or null if the connection is not encrypted
	 */
	public @Nullable SSLSession tlsSession() {
		return connection().tlsSession();
	}

	/**
	 * The certificates that the client has proved to be its own, which the server trusts.
	 * @return its certificate first, followed by those of the authorities; empty if it
	 * has shown none, or the connection is not encrypted
	 */
	public List<Certificate> clientCertificates() {
		SSLSession session = connection().tlsSession();
		if (session == null) {
			return List.of();
		}
		try {
			return List.of(session.getPeerCertificates());
		}
		catch (SSLPeerUnverifiedException ex) {
			return List.of();
		}
	}

	private StreamConnection connection() {
		this.stream.requireOpen();
		return this.stream.connection();
	}

	/**
	 * The request line, for messages.
	 * @return visible ASCII characters and spaces
	 */
	@Override
	public String toString() {
		return this.head.requestLine();
	}

}
