package io.jhttp.server.net;

import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

/**
 * What connections are encrypted with.
 */
public final class TlsContext {

	/**
	 * What is spoken over an encrypted connection (ALPN, RFC 7301).
	 */
	@FunctionalInterface
	interface ApplicationProtocols {

		/**
		 * Chooses a protocol.
		 * @param offered what the client speaks
		 * @param tlsProtocol such as {@code TLSv1.3}
		 * @param cipherSuite what encrypts
		 * @return one of them; null if there is none, which the client is told (section
		 * 3.2)
		 */
		@Nullable String choose(List<String> offered, String tlsProtocol, String cipherSuite);

	}

	private static final List<String> DEFAULT_PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

	private final SSLContext context;

	private final String[] protocols;

	private final String[] ciphers;

	private final ClientAuthentication clientAuthentication;

	private TlsContext(SSLContext context, String[] protocols, String[] ciphers,
			ClientAuthentication clientAuthentication) {
		this.context = context;
		this.protocols = protocols;
		this.ciphers = ciphers;
		this.clientAuthentication = clientAuthentication;
	}

	/**
	 * Uses a context with TLS 1.3 and 1.2, its default ciphers, and no certificates of
	 * clients.
	 * @param context has the private key and the certificates of the server
	 * @return the context
	 */
	public static TlsContext of(SSLContext context) {
		String[] supported = context.getSupportedSSLParameters().getProtocols();
		String[] protocols = DEFAULT_PROTOCOLS.stream()
			.filter(Arrays.asList(supported)::contains)
			.toArray(String[]::new);
		return new TlsContext(context, protocols, context.getDefaultSSLParameters().getCipherSuites(),
				ClientAuthentication.NONE);
	}

	/**
	 * The same with other protocols.
	 * @param protocols their names, such as {@code TLSv1.3}, at least one
	 * @return another context
	 * @throws IllegalArgumentException if the JDK does not know one of them
	 */
	public TlsContext protocols(List<String> protocols) {
		requireSupported("protocol", protocols, this.context.getSupportedSSLParameters().getProtocols());
		return new TlsContext(this.context, protocols.toArray(String[]::new), this.ciphers, this.clientAuthentication);
	}

	/**
	 * The same with other cipher suites.
	 * @param ciphers their names, such as {@code TLS_AES_128_GCM_SHA256}, best first
	 * @return another context
	 * @throws IllegalArgumentException if the JDK does not know one of them
	 */
	public TlsContext ciphers(List<String> ciphers) {
		requireSupported("cipher suite", ciphers, this.context.getSupportedSSLParameters().getCipherSuites());
		return new TlsContext(this.context, this.protocols, ciphers.toArray(String[]::new), this.clientAuthentication);
	}

	/**
	 * The same with another choice of client certificates.
	 * @param clientAuthentication whether clients are asked for one
	 * @return another context
	 */
	public TlsContext clientAuthentication(ClientAuthentication clientAuthentication) {
		return new TlsContext(this.context, this.protocols, this.ciphers, clientAuthentication);
	}

	private static void requireSupported(String what, List<String> names, String[] supported) {
		if (names.isEmpty()) {
			throw new IllegalArgumentException("TLS needs at least one " + what);
		}
		for (String name : names) {
			if (!Arrays.asList(supported).contains(name)) {
				throw new IllegalArgumentException(
						"This JDK knows no TLS " + what + " '" + name + "'; it knows " + String.join(", ", supported));
			}
		}
	}

	SSLEngine newEngine(ApplicationProtocols applicationProtocols) {
		SSLEngine engine = this.context.createSSLEngine();
		engine.setUseClientMode(false);
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setProtocols(this.protocols);
		parameters.setCipherSuites(this.ciphers);
		parameters.setUseCipherSuitesOrder(true);
		engine.setHandshakeApplicationProtocolSelector((shaking, offered) -> applicationProtocols.choose(offered,
				shaking.getHandshakeSession().getProtocol(), shaking.getHandshakeSession().getCipherSuite()));
		switch (this.clientAuthentication) {
			case NONE -> parameters.setNeedClientAuth(false);
			case WANT -> parameters.setWantClientAuth(true);
			case NEED -> parameters.setNeedClientAuth(true);
		}
		engine.setSSLParameters(parameters);
		return engine;
	}

}
