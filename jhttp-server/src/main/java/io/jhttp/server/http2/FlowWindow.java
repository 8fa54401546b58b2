package io.jhttp.server.http2;

/**
 * How many bytes of content one side may send (RFC 9113, section 5.2). The other side
 * adds to it; a change of settings can make it negative.
 */
final class FlowWindow {

	static final int DEFAULT = 65_535;

	private int available;

	FlowWindow(int available) {
		this.available = available;
	}

	int available() {
		return this.available;
	}

	void consume(int count) {
		this.available -= count;
	}

	/**
	 * Adds to it.
	 * @return false if it would be larger than any window may be
	 */
	boolean tryAdd(int count) {
		long sum = (long) this.available + count;
		if (sum > Integer.MAX_VALUE) {
			return false;
		}
		this.available = (int) sum;
		return true;
	}

}
