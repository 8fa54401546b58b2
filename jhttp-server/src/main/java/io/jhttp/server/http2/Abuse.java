package io.jhttp.server.http2;

import io.jhttp.server.net.ShedReason;

/**
 * What clients can do at little cost that costs the server more, or is of no use (RFC
 * 9113, section 10.5). A little of each is honest, so each has a weight. One point is
 * about what a microsecond of the loop is worth.
 */
enum Abuse {

	/**
	 * A client cancels a request before it has the response, or breaks a rule so that the
	 * server has to reset the stream: the work of the handler was in vain either way
	 * (CVE-2023-44487, CVE-2025-8671). Browsers cancel some hundred when a page is left,
	 * proxies as many as their clients do. 250 at once and 25 a second are accepted,
	 * besides one for every two requests that were completed.
	 */
	RESET(40, ShedReason.STREAM_RESETS, "Too many streams were reset"),

	/**
	 * A stream beyond those that may be open. It costs little, and is sent by honest
	 * clients that have cancelled requests whose handlers have not returned yet.
	 */
	REFUSED(10, ShedReason.STREAM_RESETS, "Too many streams were refused"),

	/**
	 * A stream that the client neither continues, nor takes the response of, until its
	 * time is up. Each may have held 64 KiB and a thread for that long, so that eleven at
	 * once say that the client has gone, or does so on purpose (CVE-2019-9517).
	 */
	LATE(1000, ShedReason.SLOW_CLIENT, "Too many streams were not continued in time"),

	/**
	 * Settings are acknowledged, and may change the windows of all streams
	 * (CVE-2019-9515). Honest clients send them once, and some a few times more.
	 */
	SETTINGS(100, ShedReason.CONTROL_FRAMES, "There are too many SETTINGS"),

	/**
	 * Each is sent back (CVE-2019-9512). Clients that measure the link send one for each
	 * round trip.
	 */
	PING(10, ShedReason.CONTROL_FRAMES, "There are too many PINGs"),

	/**
	 * Frames that change nothing, or nothing much: priorities, frames of unknown types
	 * and of streams that have ended, acknowledgements of nothing. Also windows that are
	 * opened by less than was sent (CVE-2019-9511), each of which makes the loop look
	 * what it can send. Browsers send one or two for each request, which its completion
	 * makes up for.
	 */
	CONTROL(5, ShedReason.CONTROL_FRAMES, "There are too many control frames"),

	/**
	 * A frame without content that does not end its request is of no use (CVE-2019-9518).
	 * Some libraries send one now and then.
	 */
	EMPTY_CONTENT(50, ShedReason.SMALL_FRAMES, "There are too many frames without content"),

	/**
	 * Frames with less than {@value FrameReader#SMALL_CONTENT} bytes of content take as
	 * long as larger ones. Interactive clients send them all the time, and 1000 a second
	 * are accepted for ever.
	 */
	SMALL_CONTENT(1, ShedReason.SMALL_FRAMES, "There are too many frames with little content"),

	/**
	 * A KiB of fields beyond what the server has said to accept. They are decoded, as
	 * what follows depends on it. With references to a table a few bytes mean many
	 * (CVE-2016-6581): a block of 32 KiB stands for up to 128 MiB.
	 */
	EXCESSIVE_FIELDS(10, ShedReason.HEADER_BLOCKS, "Header blocks have too many fields");

	private final int weight;

	private final ShedReason reason;

	private final String detail;

	Abuse(int weight, ShedReason reason, String detail) {
		this.weight = weight;
		this.reason = reason;
		this.detail = detail;
	}

	/** Points that it counts. */
	int weight() {
		return this.weight;
	}

	/** What a connection that ends by it is counted as. */
	ShedReason reason() {
		return this.reason;
	}

	/** What its client is told. */
	String detail() {
		return this.detail;
	}

}
