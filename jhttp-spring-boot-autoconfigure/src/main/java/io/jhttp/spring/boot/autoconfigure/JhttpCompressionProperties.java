package io.jhttp.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.springframework.util.unit.DataSize;

/**
 * Properties of the compression of responses.
 */
public class JhttpCompressionProperties {

	/**
	 * Whether to compress responses of handler beans with gzip.
	 */
	private boolean enabled;

	/**
	 * Media types to compress.
	 */
	private List<String> mimeTypes = new ArrayList<>(List.of("text/html", "text/xml", "text/plain", "text/css",
			"text/javascript", "application/javascript", "application/json", "application/xml"));

	/**
	 * Regular expressions of user agents that get no compressed responses.
	 */
	private List<String> excludedUserAgents = new ArrayList<>();

	/**
	 * Minimum size of content to compress.
	 */
	private DataSize minResponseSize = DataSize.ofKilobytes(2);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public List<String> getMimeTypes() {
		return this.mimeTypes;
	}

	public void setMimeTypes(List<String> mimeTypes) {
		this.mimeTypes = mimeTypes;
	}

	public List<String> getExcludedUserAgents() {
		return this.excludedUserAgents;
	}

	public void setExcludedUserAgents(List<String> excludedUserAgents) {
		this.excludedUserAgents = excludedUserAgents;
	}

	public DataSize getMinResponseSize() {
		return this.minResponseSize;
	}

	public void setMinResponseSize(DataSize minResponseSize) {
		this.minResponseSize = minResponseSize;
	}

}
