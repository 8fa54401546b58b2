package io.jhttp.spring.boot.autoconfigure.ssl;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;

import io.jhttp.server.net.ClientAuthentication;
import io.jhttp.server.net.TlsContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * What a bundle is worth at the moment. When it is updated, new connections use the new
 * one, and open ones go on with what they have.
 */
final class BundleContext {

	private static final Log logger = LogFactory.getLog(BundleContext.class);

	/** Whatever a client asks for, a server's key is for one of these. */
	private static final String[] KEY_TYPES = { "EC", "RSA", "RSASSA-PSS", "EdDSA", "Ed25519", "Ed448", "DSA" };

	private final String property;

	private final String name;

	private final ClientAuthentication clientAuthentication;

	private volatile TlsContext current;

	BundleContext(SslBundles bundles, String property, String name, ClientAuthentication clientAuthentication) {
		this.property = property;
		this.name = name;
		this.clientAuthentication = clientAuthentication;
		this.current = context(find(bundles));
		bundles.addBundleUpdateHandler(name, this::update);
	}

	TlsContext current() {
		return this.current;
	}

	private SslBundle find(SslBundles bundles) {
		try {
			return bundles.getBundle(this.name);
		}
		catch (NoSuchSslBundleException ex) {
			List<String> names = bundles.getBundleNames();
			throw new InvalidSslBundleException(this.property, this.name,
					"There is no SSL bundle '" + this.name + "'; "
							+ (names.isEmpty() ? "none is configured" : "there are " + String.join(", ", names)),
					"Configure spring.ssl.bundle.pem." + this.name + " or spring.ssl.bundle.jks." + this.name
							+ ", or set " + this.property + " to another bundle",
					ex);
		}
	}

	/** An update that cannot be used must not end what works. */
	private void update(SslBundle bundle) {
		try {
			this.current = context(bundle);
			logger.info("SSL bundle '" + this.name + "' was updated; new connections use it");
		}
		catch (RuntimeException ex) {
			logger.error("SSL bundle '" + this.name + "' was updated, but cannot be used: " + ex.getMessage()
					+ ". New connections still use the previous one", ex);
		}
	}

	private TlsContext context(SslBundle bundle) {
		TlsContext context = loaded(bundle).clientAuthentication(this.clientAuthentication);
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		String[] ciphers = bundle.getOptions().getCiphers();
		try {
			context = (protocols != null) ? context.protocols(List.of(protocols)) : context;
			return (ciphers != null) ? context.ciphers(List.of(ciphers)) : context;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidSslBundleException(this.property, this.name,
					"SSL bundle '" + this.name + "' cannot be used: " + ex.getMessage(),
					"Correct options.ciphers and options.enabled-protocols of the bundle, or leave them out", ex);
		}
	}

	/** The files of a bundle are not read before. */
	private TlsContext loaded(SslBundle bundle) {
		try {
			requireKey(bundle);
			return TlsContext.of(bundle.createSslContext());
		}
		catch (InvalidSslBundleException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw new InvalidSslBundleException(this.property, this.name,
					"SSL bundle '" + this.name + "' cannot be loaded: " + reasons(ex),
					"Correct the files and passwords of the bundle, or set " + this.property + " to another bundle",
					ex);
		}
	}

	/** Which file it is, and what is wrong with it, say different causes. */
	private static String reasons(Throwable failure) {
		Set<String> reasons = new LinkedHashSet<>();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			String reason = String.valueOf(cause.getMessage());
			if (reasons.stream().noneMatch((earlier) -> earlier.contains(reason))) {
				reasons.add(reason);
			}
		}
		return String.join("; ", reasons);
	}

	private void requireKey(SslBundle bundle) {
		for (KeyManager manager : bundle.getManagers().getKeyManagers()) {
			if (!(manager instanceof X509KeyManager keys) || hasKey(keys)) {
				return;
			}
		}
		throw new InvalidSslBundleException(this.property, this.name,
				"SSL bundle '" + this.name + "' has no private key, which a server needs",
				"Give it keystore.certificate and keystore.private-key (PEM) or a keystore.location (JKS or PKCS12), "
						+ "or set " + this.property + " to another bundle",
				null);
	}

	private static boolean hasKey(X509KeyManager keys) {
		return Arrays.stream(KEY_TYPES).anyMatch((type) -> {
			String[] aliases = keys.getServerAliases(type, null);
			return aliases != null && aliases.length > 0;
		});
	}

}
