package io.jhttp.spring.boot.autoconfigure;

/**
 * Configuration properties of HTTP/2.
 */
public class JhttpHttp2Properties {

	/**
	 * Whether HTTP/2 is spoken beside HTTP/1.1, with clients that choose it in the TLS
	 * handshake and, without TLS, with those that know before. A listener can say
	 * otherwise.
	 */
	private boolean enabled = true;

	/**
	 * Maximum number of requests of one connection at the same time. More are refused,
	 * and clients may send them again.
	 */
	private int maxConcurrentStreams = 100;

	/**
	 * Maximum number of requests of one connection that handlers work on at the same
	 * time. Others of that connection wait for their turn.
	 */
	private int maxConcurrentHandlers = 50;

	/**
	 * How much one connection may send that makes work for nothing. A request that is
	 * cancelled counts 40 points, other frames 1 to 100; a point is forgiven each
	 * millisecond, and 20 with each completed request. Beyond, the connection ends.
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
