package io.jhttp.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Configuration properties of what pages of other origins may do below some path.
 */
public class JhttpCorsProperties {

	/**
	 * Pattern of the paths, such as /api/**.
	 */
	private String pattern = "/**";

	/**
	 * Origins whose pages may read responses, such as https://example.org, or * for all.
	 */
	private List<String> allowedOrigins = new ArrayList<>();

	/**
	 * Patterns of such origins, such as https://*.example.org.
	 */
	private List<String> allowedOriginPatterns = new ArrayList<>();

	/**
	 * Methods that are allowed; GET, HEAD and POST if there are none.
	 */
	private List<String> allowedMethods = new ArrayList<>();

	/**
	 * Header fields that a request may have; all if there are none.
	 */
	private List<String> allowedHeaders = new ArrayList<>();

	/**
	 * Header fields of responses that pages may read.
	 */
	private List<String> exposedHeaders = new ArrayList<>();

	/**
	 * Whether requests may have cookies and other credentials.
	 */
	private boolean allowCredentials;

	/**
	 * Time that browsers may remember what is allowed.
	 */
	private Duration maxAge = Duration.ofMinutes(30);

	public String getPattern() {
		return this.pattern;
	}

	public void setPattern(String pattern) {
		this.pattern = pattern;
	}

	public List<String> getAllowedOrigins() {
		return this.allowedOrigins;
	}

	public void setAllowedOrigins(List<String> allowedOrigins) {
		this.allowedOrigins = allowedOrigins;
	}

	public List<String> getAllowedOriginPatterns() {
		return this.allowedOriginPatterns;
	}

	public void setAllowedOriginPatterns(List<String> allowedOriginPatterns) {
		this.allowedOriginPatterns = allowedOriginPatterns;
	}

	public List<String> getAllowedMethods() {
		return this.allowedMethods;
	}

	public void setAllowedMethods(List<String> allowedMethods) {
		this.allowedMethods = allowedMethods;
	}

	public List<String> getAllowedHeaders() {
		return this.allowedHeaders;
	}

	public void setAllowedHeaders(List<String> allowedHeaders) {
		this.allowedHeaders = allowedHeaders;
	}

	public List<String> getExposedHeaders() {
		return this.exposedHeaders;
	}

	public void setExposedHeaders(List<String> exposedHeaders) {
		this.exposedHeaders = exposedHeaders;
	}

	public boolean isAllowCredentials() {
		return this.allowCredentials;
	}

	public void setAllowCredentials(boolean allowCredentials) {
		this.allowCredentials = allowCredentials;
	}

	public Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(Duration maxAge) {
		this.maxAge = maxAge;
	}

}
