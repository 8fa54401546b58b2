package io.jhttp.spring.boot.test.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The client's side of TLS. It trusts every certificate: there is no network on which
 * another server could pretend to be the one of the test.
 */
final class TrustingTls implements X509TrustManager {

	private static final SSLContext CONTEXT = context();

	private TrustingTls() {
	}

	private static SSLContext context() {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { new TrustingTls() }, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Socket encrypt(Socket socket, String host, int port) throws IOException {
		return CONTEXT.getSocketFactory().createSocket(socket, host, port, true);
	}

	@Override
	public void checkClientTrusted(X509Certificate[] chain, String authType) {
	}

	@Override
	public void checkServerTrusted(X509Certificate[] chain, String authType) {
	}

	@Override
	public X509Certificate[] getAcceptedIssuers() {
		return new X509Certificate[0];
	}

}
