package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.net.InetAddress;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Configuration properties of a listener, which has a port, a path, or is inherited.
 */
public class JhttpListenerProperties {

	/**
	 * Network address to listen on. All interfaces by default.
	 */
	private @Nullable InetAddress address;

	/**
	 * Port to listen on. Use 0 for any free port.
	 */
	private @Nullable Integer port;

	/**
	 * Path of a Unix socket to listen on.
	 */
	private @Nullable File path;

	/**
	 * Whether to listen on the socket that the process was started with, as its standard
	 * input.
	 */
	private boolean inherited;

	/**
	 * Permissions of the Unix socket, as ls writes them. Owner and group may connect by
	 * default.
	 */
	private @Nullable String permissions;

	/**
	 * Whether each connection of a trusted proxy begins with a header of the PROXY
	 * protocol.
	 */
	private boolean proxyProtocol;

	/**
	 * What is served there.
	 */
	private Serves serves = Serves.APPLICATION;

	private final Http2 http2 = new Http2();

	@NestedConfigurationProperty
	private final JhttpListenerSslProperties ssl = new JhttpListenerSslProperties();

	public @Nullable InetAddress getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable InetAddress address) {
		this.address = address;
	}

	public @Nullable Integer getPort() {
		return this.port;
	}

	public void setPort(@Nullable Integer port) {
		this.port = port;
	}

	public @Nullable File getPath() {
		return this.path;
	}

	public void setPath(@Nullable File path) {
		this.path = path;
	}

	public boolean isInherited() {
		return this.inherited;
	}

	public void setInherited(boolean inherited) {
		this.inherited = inherited;
	}

	public @Nullable String getPermissions() {
		return this.permissions;
	}

	public void setPermissions(@Nullable String permissions) {
		this.permissions = permissions;
	}

	public boolean isProxyProtocol() {
		return this.proxyProtocol;
	}

	public void setProxyProtocol(boolean proxyProtocol) {
		this.proxyProtocol = proxyProtocol;
	}

	public Serves getServes() {
		return this.serves;
	}

	public void setServes(Serves serves) {
		this.serves = serves;
	}

	public Http2 getHttp2() {
		return this.http2;
	}

	public JhttpListenerSslProperties getSsl() {
		return this.ssl;
	}

	/**
	 * Properties of HTTP/2 on a listener.
	 */
	public static class Http2 {

		/**
		 * Whether HTTP/2 is spoken there. By default, what jhttp.http2.enabled says.
		 */
		private @Nullable Boolean enabled;

		public @Nullable Boolean getEnabled() {
			return this.enabled;
		}

		public void setEnabled(@Nullable Boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * What a listener serves.
	 */
	public enum Serves {

		/**
		 * Handlers and files.
		 */
		APPLICATION,

		/**
		 * Redirects to the first listener that speaks HTTPS.
		 */
		REDIRECT,

		/**
		 * Actuator endpoints.
		 */
		MANAGEMENT

	}

}
