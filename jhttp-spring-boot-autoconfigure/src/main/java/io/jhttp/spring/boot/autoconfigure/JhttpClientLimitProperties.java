package io.jhttp.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Configuration properties of a limit for each client.
 */
public class JhttpClientLimitProperties {

	/**
	 * Comma-separated list of patterns of the paths whose requests count. All by default.
	 */
	private List<String> paths = new ArrayList<>();

	/**
	 * What a client is.
	 */
	private By by = By.ADDRESS;

	/**
	 * Number of requests that a client may send in a second, in the long run.
	 */
	private @Nullable Double requestsPerSecond;

	/**
	 * Number of requests that a client may send at once. Those of a second by default.
	 */
	private @Nullable Integer burst;

	/**
	 * Number of requests of a client that may be unanswered at the same time.
	 */
	private @Nullable Integer concurrentRequests;

	public List<String> getPaths() {
		return this.paths;
	}

	public void setPaths(List<String> paths) {
		this.paths = paths;
	}

	public By getBy() {
		return this.by;
	}

	public void setBy(By by) {
		this.by = by;
	}

	public @Nullable Double getRequestsPerSecond() {
		return this.requestsPerSecond;
	}

	public void setRequestsPerSecond(@Nullable Double requestsPerSecond) {
		this.requestsPerSecond = requestsPerSecond;
	}

	public @Nullable Integer getBurst() {
		return this.burst;
	}

	public void setBurst(@Nullable Integer burst) {
		this.burst = burst;
	}

	public @Nullable Integer getConcurrentRequests() {
		return this.concurrentRequests;
	}

	public void setConcurrentRequests(@Nullable Integer concurrentRequests) {
		this.concurrentRequests = concurrentRequests;
	}

	/**
	 * What a client is.
	 */
	public enum By {

		/**
		 * An address, of IPv6 the first 64 bits.
		 */
		ADDRESS,

		/**
		 * An authenticated user, or the address of requests that have none.
		 */
		PRINCIPAL

	}

}
