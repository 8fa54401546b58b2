package io.jhttp.spring.boot.autoconfigure;

/**
 * Configuration properties of HTTP/2.
 */
public class JhttpHttp2Properties {

	/**
	 * Whether to speak HTTP/2 beside HTTP/1.1: in TLS with ALPN, otherwise with prior
	 * knowledge. A listener can differ.
	 */
	private boolean enabled = true;

	/**
	 * Maximum number of requests of one connection at the same time. Others are refused,
	 * and clients may repeat them.
	 */
	private int maxConcurrentStreams = 100;

	/**
	 * Maximum number of requests of one connection in handlers at the same time. Others
	 * wait.
	 */
	private int maxConcurrentHandlers = 50;

	/**
	 * Maximum score of useless work that one connection may cause, in points. Beyond it
	 * the connection closes.
	 */
	private int maxAbuseScore = 10_000;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getMaxConcurrentStreams() {
		return this.maxConcurrentStreams;
	}

	public void setMaxConcurrentStreams(int maxConcurrentStreams) {
		this.maxConcurrentStreams = maxConcurrentStreams;
	}

	public int getMaxConcurrentHandlers() {
		return this.maxConcurrentHandlers;
	}

	public void setMaxConcurrentHandlers(int maxConcurrentHandlers) {
		this.maxConcurrentHandlers = maxConcurrentHandlers;
	}

	public int getMaxAbuseScore() {
		return this.maxAbuseScore;
	}

	public void setMaxAbuseScore(int maxAbuseScore) {
		this.maxAbuseScore = maxAbuseScore;
	}

}
