package io.jhttp.spring.boot.autoconfigure.ssl;

import io.jhttp.server.HttpServer;
import io.jhttp.server.net.TlsOptions;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Makes the server speak HTTPS. Customizers of the application come after it and can
 * choose otherwise.
 */
public final class SslServerCustomizer implements JhttpServerCustomizer, Ordered {

	private final @Nullable TlsOptions options;

	/**
	 * Creates a customizer.
	 * @param options how connections are encrypted, or null if they are not
	 */
	public SslServerCustomizer(@Nullable TlsOptions options) {
		this.options = options;
	}

	/**
	 * Whether the server is to speak HTTPS.
	 * @return true if its connections are to be encrypted
	 */
	public boolean isSecure() {
		return this.options != null;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void customize(HttpServer.Builder builder) {
		builder.tls(this.options);
	}

}
