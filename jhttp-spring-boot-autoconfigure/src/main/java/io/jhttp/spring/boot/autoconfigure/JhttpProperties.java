package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Configuration properties of the HTTP server.
 */
@ConfigurationProperties("jhttp")
public class JhttpProperties {

	/**
	 * Network address that the server listens on. All interfaces by default.
	 */
	private @Nullable InetAddress address;

	/**
	 * Port that the server listens on. Use 0 for any free port.
	 */
	private int port = 8000;

	/**
	 * Directory whose files are served. If it is not set, and nothing else answers
	 * requests, the working directory is served.
	 */
	private @Nullable File directory;

	/**
	 * Handler class that answers what no handler bean answers. Each connection has an
	 * instance of its own, created by Spring.
	 */
	private @Nullable Class<?> handlerClass;

	/**
	 * Value of the Server response header. If empty, the header is not sent.
	 */
	private String serverHeader = "jhttp";

	/**
	 * Whether running requests may finish when the server is stopped.
	 */
	private Shutdown shutdown = Shutdown.GRACEFUL;

	private final Cgi cgi = new Cgi();

	public @Nullable InetAddress getAddress() {
		return this.address;
	}

	public void setAddress(@Nullable InetAddress address) {
		this.address = address;
	}

	public int getPort() {
		return this.port;
	}

	public void setPort(int port) {
		this.port = port;
	}

	public @Nullable File getDirectory() {
		return this.directory;
	}

	public void setDirectory(@Nullable File directory) {
		this.directory = directory;
	}

	public @Nullable Class<?> getHandlerClass() {
		return this.handlerClass;
	}

	public void setHandlerClass(@Nullable Class<?> handlerClass) {
		this.handlerClass = handlerClass;
	}

	public String getServerHeader() {
		return this.serverHeader;
	}

	public void setServerHeader(String serverHeader) {
		this.serverHeader = serverHeader;
	}

	public Shutdown getShutdown() {
		return this.shutdown;
	}

	public void setShutdown(Shutdown shutdown) {
		this.shutdown = shutdown;
	}

	public Cgi getCgi() {
		return this.cgi;
	}

	/**
	 * How the server is stopped.
	 */
	public enum Shutdown {

		/**
		 * Running requests may finish, within
		 * {@code spring.lifecycle.timeout-per-shutdown-phase}.
		 */
		GRACEFUL,

		/**
		 * Running requests are cut.
		 */
		IMMEDIATE

	}

	/**
	 * Properties of CGI.
	 */
	public static class Cgi {

		/**
		 * Comma-separated list of paths below which CGI scripts live.
		 */
		private List<String> directories = new ArrayList<>(List.of("/cgi-bin", "/htbin"));

		public List<String> getDirectories() {
			return this.directories;
		}

		public void setDirectories(List<String> directories) {
			this.directories = directories;
		}

	}

}
