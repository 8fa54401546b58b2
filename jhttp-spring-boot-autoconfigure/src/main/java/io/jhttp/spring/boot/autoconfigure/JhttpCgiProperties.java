package io.jhttp.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Configuration properties of CGI scripts.
 */
public class JhttpCgiProperties {

	/**
	 * Whether to run scripts. Otherwise they are served as files.
	 */
	private boolean enabled;

	/**
	 * Paths of directories with CGI scripts.
	 */
	private List<String> directories = new ArrayList<>(List.of("/cgi-bin", "/htbin"));

	/**
	 * Methods that run a script. Others are answered with 501.
	 */
	private List<String> methods = new ArrayList<>(List.of("GET", "HEAD", "POST"));

	/**
	 * User that scripts run as if the server runs as root. Otherwise they run as the user
	 * of the server.
	 */
	private String user = "nobody";

	/**
	 * Maximum time until the head of the response, and between two pieces of its content.
	 * After that the script is ended.
	 */
	private Duration timeout = Duration.ofSeconds(60);

	/**
	 * Maximum number of scripts that run at the same time. Four times as many requests
	 * may wait for two seconds; others are answered with 503.
	 */
	private int maxConcurrent = 16;

	/**
	 * Additional environment variables for scripts, by name.
	 */
	private Map<String, String> environment = new LinkedHashMap<>();

	/**
	 * Whether to pass the credentials of requests to scripts, as HTTP_AUTHORIZATION.
	 */
	private boolean passAuthorization;

	/**
	 * Environment variables of the server to pass to scripts.
	 */
	private List<String> passEnvironment = new ArrayList<>(List.of("LANG", "LC_ALL", "LC_CTYPE", "TZ"));

	/**
	 * Programs that run scripts, by extension, such as py: /usr/bin/python3. These
	 * scripts need not be executable.
	 */
	private Map<String, String> interpreters = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public List<String> getDirectories() {
		return this.directories;
	}

	public void setDirectories(List<String> directories) {
		this.directories = directories;
	}

	public List<String> getMethods() {
		return this.methods;
	}

	public void setMethods(List<String> methods) {
		this.methods = methods;
	}

	public String getUser() {
		return this.user;
	}

	public void setUser(String user) {
		this.user = user;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getMaxConcurrent() {
		return this.maxConcurrent;
	}

	public void setMaxConcurrent(int maxConcurrent) {
		this.maxConcurrent = maxConcurrent;
	}

	public Map<String, String> getEnvironment() {
		return this.environment;
	}

	public void setEnvironment(Map<String, String> environment) {
		this.environment = environment;
	}

	public boolean isPassAuthorization() {
		return this.passAuthorization;
	}

	public void setPassAuthorization(boolean passAuthorization) {
		this.passAuthorization = passAuthorization;
	}

	public List<String> getPassEnvironment() {
		return this.passEnvironment;
	}

	public void setPassEnvironment(List<String> passEnvironment) {
		this.passEnvironment = passEnvironment;
	}

	public Map<String, String> getInterpreters() {
		return this.interpreters;
	}

	public void setInterpreters(Map<String, String> interpreters) {
		this.interpreters = interpreters;
	}

}
