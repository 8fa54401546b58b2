package io.jhttp.server.http2;

/**
 * How much the windows of a connection's streams may grow in all, beyond what each has at
 * first. Workers give back what their streams have, so that it is for several threads.
 */
final class ReceiveBudget {

	/**
	 * As much fills a link of 1 Gbit/s with a round trip of 8 ms, by one stream.
	 */
	static final int MAX_GROWTH = 1024 * 1024;

	/** What a connection may have under way at first, and always. */
	static final int CONNECTION_WINDOW = MAX_GROWTH + FlowWindow.DEFAULT;

	private int available = MAX_GROWTH;

	/** Takes as much as there is of what is wanted. */
	synchronized int take(int wanted) {
		int taken = Math.min(wanted, this.available);
		this.available -= taken;
		return taken;
	}

	synchronized void giveBack(int count) {
		this.available += count;
	}

}
