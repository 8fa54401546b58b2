package io.jhttp.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * Configuration properties of HTTPS.
 */
public class JhttpSslProperties extends JhttpListenerSslProperties {

	/**
	 * Port that redirects HTTP to HTTPS. 0 means any free port.
	 */
	private @Nullable Integer redirectFromPort;

	public @Nullable Integer getRedirectFromPort() {
		return this.redirectFromPort;
	}

	public void setRedirectFromPort(@Nullable Integer redirectFromPort) {
		this.redirectFromPort = redirectFromPort;
	}

}
