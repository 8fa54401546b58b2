package io.jhttp.server;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The key of a server whose handshakes wait until a test lets them go on.
 */
final class SlowKey extends X509ExtendedKeyManager {

	final CountDownLatch asked = new CountDownLatch(1);

	final CountDownLatch free = new CountDownLatch(1);

	private final PrivateKey key;

	private final X509Certificate certificate;

	SlowKey(PrivateKey key, X509Certificate certificate) {
		this.key = key;
		this.certificate = certificate;
	}

	@Override
	public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
		return keyType.equals(this.key.getAlgorithm()) ? "key" : null;
	}

	@Override
	public PrivateKey getPrivateKey(String alias) {
		this.asked.countDown();
		try {
			this.free.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.key;
	}

	@Override
	public X509Certificate[] getCertificateChain(String alias) {
		return new X509Certificate[] { this.certificate };
	}

	@Override
	public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String[] getServerAliases(String keyType, Principal[] issuers) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
		throw new UnsupportedOperationException();
	}

	@Override
	public String[] getClientAliases(String keyType, Principal[] issuers) {
		throw new UnsupportedOperationException();
	}

}
