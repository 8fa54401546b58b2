package io.jhttp.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.net.ClientAuthentication;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Configuration properties of HTTPS at one listener.
 */
public class JhttpListenerSslProperties {

	/**
	 * Whether to speak HTTPS. Enabled by default if there is a bundle.
	 */
	private @Nullable Boolean enabled;

	/**
	 * Name of the SSL bundle with the private key and the certificates of the server. Its
	 * options choose protocols and ciphers.
	 */
	private @Nullable String bundle;

	/**
	 * Whether to ask clients for a certificate that the bundle trusts: none, want or
	 * need.
	 */
	private ClientAuthentication clientAuth = ClientAuthentication.NONE;

	/**
	 * SSL bundles for single hosts: a list of server-name and bundle.
	 */
	private List<ServerNameBundle> serverNameBundles = new ArrayList<>();

	/**
	 * Maximum time for each message of a client in a TLS handshake.
	 */
	private Duration handshakeTimeout = Duration.ofSeconds(10);

	/** Whether connections are to be encrypted. */
	boolean encrypts() {
		return (this.enabled != null) ? this.enabled : !this.serverNameBundles.isEmpty()
				|| StringUtils.hasText(this.bundle) || this.clientAuth != ClientAuthentication.NONE;
	}

	public @Nullable Boolean getEnabled() {
		return this.enabled;
	}

	public void setEnabled(@Nullable Boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getBundle() {
		return this.bundle;
	}

	public void setBundle(@Nullable String bundle) {
		this.bundle = bundle;
	}

	public ClientAuthentication getClientAuth() {
		return this.clientAuth;
	}

	public void setClientAuth(ClientAuthentication clientAuth) {
		this.clientAuth = clientAuth;
	}

	public List<ServerNameBundle> getServerNameBundles() {
		return this.serverNameBundles;
	}

	public void setServerNameBundles(List<ServerNameBundle> serverNameBundles) {
		this.serverNameBundles = serverNameBundles;
	}

	public Duration getHandshakeTimeout() {
		return this.handshakeTimeout;
	}

	public void setHandshakeTimeout(Duration handshakeTimeout) {
		this.handshakeTimeout = handshakeTimeout;
	}

	/**
	 * The bundle of a host.
	 */
	public static class ServerNameBundle {

		/**
		 * Name of the host, or a name such as *.example.com for all that differ in their
		 * first part.
		 */
		private String serverName = "";

		/**
		 * SSL bundle for it.
		 */
		private String bundle = "";

		public String getServerName() {
			return this.serverName;
		}

		public void setServerName(String serverName) {
			this.serverName = serverName;
		}

		public String getBundle() {
			return this.bundle;
		}

		public void setBundle(String bundle) {
			this.bundle = bundle;
		}

	}

}
