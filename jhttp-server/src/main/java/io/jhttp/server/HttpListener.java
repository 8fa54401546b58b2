package io.jhttp.server;

import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.jhttp.server.net.Listener;
import io.jhttp.server.net.ListenerAddress;
import io.jhttp.server.net.Protocol;
import io.jhttp.server.net.TlsOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, and what is spoken there. A server has any number of listeners,
 * which share its event loops, its workers and its limits. A listener is a value: each of
 * the methods returns another one.
 *
 * @see HttpServer.Builder#listen
 */
public final class HttpListener {

	private static final Set<PosixFilePermission> OWNER_AND_GROUP = PosixFilePermissions.fromString("rw-rw----");

	private final String name;

	private final ListenerAddress address;

	private final @Nullable TlsOptions tls;

	private final boolean proxyProtocol;

	private final @Nullable HttpHandler handler;

	private final @Nullable ErrorRenderer errors;

	private final boolean stopsLast;

	/** Null for what the server does. */
	private final @Nullable Boolean http2;

	private HttpListener(String name, ListenerAddress address, @Nullable TlsOptions tls, boolean proxyProtocol,
			@Nullable HttpHandler handler, @Nullable ErrorRenderer errors, boolean stopsLast, @Nullable Boolean http2) {
		this.name = name;
		this.address = address;
		this.tls = tls;
		this.proxyProtocol = proxyProtocol;
		this.handler = handler;
		this.errors = errors;
		this.stopsLast = stopsLast;
		this.http2 = http2;
	}

	private HttpListener(String name, ListenerAddress address) {
		this(name, address, null, false, null, null, false, null);
	}

	/**
	 * Listens on a port.
	 * @param name what messages, counters and requests call the listener
	 * @param address interface and port; 0 for any free one
	 * @return a listener for plain HTTP
	 */
	public static HttpListener of(String name, InetSocketAddress address) {
		return of(name, address, null);
	}

	/**
	 * Listens on a port, for addresses of one family.
	 * @param name what messages, counters and requests call the listener
	 * @param address interface and port; 0 for any free one
	 * @param family {@code StandardProtocolFamily.INET} or {@code INET6}, or null for
	 * every one that the address has
	 * @return a listener for plain HTTP
	 */
	public static HttpListener of(String name, InetSocketAddress address, @Nullable ProtocolFamily family) {
		return new HttpListener(name, new ListenerAddress.Port(address, family));
	}

	/**
	 * Listens on a Unix socket that its owner and its group may connect to.
	 * @param name what messages, counters and requests call the listener
	 * @param path where clients find it; the socket of a server that has ended without
	 * removing it is replaced
	 * @return a listener for plain HTTP
	 */
	public static HttpListener unix(String name, Path path) {
		return unix(name, path, OWNER_AND_GROUP);
	}

	/**
	 * Listens on a Unix socket.
	 * @param name what messages, counters and requests call the listener
	 * @param path where clients find it; the socket of a server that has ended without
	 * removing it is replaced
	 * @param permissions who may connect: those who may write
	 * @return a listener for plain HTTP
	 */
	public static HttpListener unix(String name, Path path, Set<PosixFilePermission> permissions) {
		return new HttpListener(name, new ListenerAddress.UnixSocket(path, permissions));
	}

	/**
	 * Listens on the socket that the process was started with, as its standard input:
	 * systemd does so. When the server stops, it no more accepts connections of it, but
	 * does not close it: those that come are for the next process.
	 * @param name what messages, counters and requests call the listener
	 * @return a listener for plain HTTP
	 */
	public static HttpListener inherited(String name) {
		return new HttpListener(name, new ListenerAddress.Inherited());
	}

	/**
	 * The same, encrypted.
	 * @param tls how connections are encrypted, or null for plain HTTP
	 * @return another listener
	 */
	public HttpListener tls(@Nullable TlsOptions tls) {
		return new HttpListener(this.name, this.address, tls, this.proxyProtocol, this.handler, this.errors,
				this.stopsLast, this.http2);
	}

	/**
	 * The same, whose trusted proxies speak the PROXY protocol.
	 * @param proxyProtocol whether each of their connections begins with a header of it;
	 * see {@link HttpServer.Builder#proxyProtocol}
	 * @return another listener
	 */
	public HttpListener proxyProtocol(boolean proxyProtocol) {
		return new HttpListener(this.name, this.address, this.tls, proxyProtocol, this.handler, this.errors,
				this.stopsLast, this.http2);
	}

	/**
	 * The same with a handler of its own. What the server was told for its own handler
	 * does not hold for it: who is told of exchanges, the limits for each client, and
	 * that requests are handled one at a time.
	 * @param handler what answers its requests
	 * @return another listener
	 */
	public HttpListener handler(HttpHandler handler) {
		return new HttpListener(this.name, this.address, this.tls, this.proxyProtocol, handler, this.errors,
				this.stopsLast, this.http2);
	}

	/**
	 * The same, whose errors look different from those of the server. It counts beside a
	 * handler of its own.
	 * @param renderer sends errors
	 * @return another listener
	 */
	public HttpListener errors(ErrorRenderer renderer) {
		return new HttpListener(this.name, this.address, this.tls, this.proxyProtocol, this.handler, renderer,
				this.stopsLast, this.http2);
	}

	/**
	 * The same for operators, who want to know how a server stops: it goes on while the
	 * connections of other listeners drain, and has room when those have none left.
	 * @param stopsLast true for that
	 * @return another listener
	 */
	public HttpListener stopsLast(boolean stopsLast) {
		return new HttpListener(this.name, this.address, this.tls, this.proxyProtocol, this.handler, this.errors,
				stopsLast, this.http2);
	}

	/**
	 * The same with or without HTTP/2.
	 * @param http2 whether it is spoken, beside HTTP/1.1; by default, what
	 * {@link HttpServer.Builder#http2} says
	 * @return another listener
	 */
	public HttpListener http2(boolean http2) {
		return new HttpListener(this.name, this.address, this.tls, this.proxyProtocol, this.handler, this.errors,
				this.stopsLast, http2);
	}

	/**
	 * What messages, counters and requests call it.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Whether it speaks HTTPS.
	 * @return true if its connections are encrypted
	 */
	public boolean isSecure() {
		return this.tls != null;
	}

	/** Whether clients may be told of it by a number. */
	boolean hasPort() {
		return !(this.address instanceof ListenerAddress.UnixSocket);
	}

	boolean speaksProxyProtocol() {
		return this.proxyProtocol;
	}

	boolean speaksHttp2(boolean unlessSaid) {
		return (this.http2 != null) ? this.http2 : unlessSaid;
	}

	/** Null if the server's own answers. */
	@Nullable HttpHandler handler() {
		return this.handler;
	}

	/** Null if they look like those of the server. */
	@Nullable ErrorRenderer errors() {
		return this.errors;
	}

	Listener speaking(List<Protocol> protocols, Predicate<InetSocketAddress> proxies) {
		return new Listener(this.name, this.address, this.tls, this.proxyProtocol ? proxies : null, protocols,
				this.stopsLast);
	}

	/**
	 * The name, for messages.
	 * @return the name
	 */
	@Override
	public String toString() {
		return this.name;
	}

}
