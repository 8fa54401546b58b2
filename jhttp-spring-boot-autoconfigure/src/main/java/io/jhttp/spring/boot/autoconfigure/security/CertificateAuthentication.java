package io.jhttp.spring.boot.autoconfigure.security;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.authentication.preauth.x509.X509PrincipalExtractor;

/**
 * Certificates of clients, which the TLS handshake has verified.
 */
final class CertificateAuthentication implements AuthenticationMechanism {

	private final AuthenticationManager manager;

	private final X509PrincipalExtractor extractor;

	CertificateAuthentication(AuthenticationManager manager, X509PrincipalExtractor extractor) {
		this.manager = manager;
		this.extractor = extractor;
	}

	/** As scripts of other servers know it. */
	@Override
	public String scheme() {
		return "CLIENT_CERT";
	}

	@Override
	public boolean mayApply(HttpRequest request) {
		return !request.clientCertificates().isEmpty();
	}

	@Override
	public @Nullable Authentication authenticate(HttpExchange exchange) {
		List<Certificate> certificates = exchange.request().clientCertificates();
		if (certificates.isEmpty() || !(certificates.get(0) instanceof X509Certificate certificate)) {
			return null;
		}
		PreAuthenticatedAuthenticationToken token = new PreAuthenticatedAuthenticationToken(
				this.extractor.extractPrincipal(certificate), certificate);
		token.setDetails(AuthenticationDetails.of(exchange.request()));
		return this.manager.authenticate(token);
	}

	@Override
	public @Nullable String challenge(AuthenticationException failure) {
		return null;
	}

}
