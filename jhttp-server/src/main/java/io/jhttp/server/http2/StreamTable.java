package io.jhttp.server.http2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The streams of a connection: those that are open, or whose handler has not returned
 * yet, and how the last ones have ended.
 */
final class StreamTable {

	/**
	 * How a stream has ended, for frames that come too late.
	 */
	enum End {

		/** It never began: the client has skipped its number. */
		SKIPPED,
		/** Both sides have ended it. */
		COMPLETE,
		/** The client has reset it, and knows. */
		RESET_BY_CLIENT,
		/** The server has reset it: the client may not know yet. */
		RESET_HERE,
		/** It is not known any more. */
		FORGOTTEN

	}

	private static final int REMEMBERED = 128;

	private static final End[] ENDS = End.values();

	private final Map<Integer, Http2Stream> open = new HashMap<>();

	/**
	 * The numbers of the last streams that have ended, each at a place of its own, and
	 * how: their numbers are odd, so that there is room for it.
	 */
	private final int[] ended = new int[REMEMBERED];

	private int last;

	/** The highest number that the client has used. */
	int last() {
		return this.last;
	}

	void began(int number) {
		this.last = number;
	}

	@Nullable Http2Stream get(int number) {
		return this.open.get(number);
	}

	void add(Http2Stream stream) {
		this.open.put(stream.number(), stream);
	}

	boolean isEmpty() {
		return this.open.isEmpty();
	}

	int size() {
		return this.open.size();
	}

	/** A copy, so that streams may end meanwhile. */
	List<Http2Stream> all() {
		return new ArrayList<>(this.open.values());
	}

	void remove(Http2Stream stream) {
		this.open.remove(stream.number());
	}

	/** A stream has ended; the first word counts. */
	void ended(int number, End how) {
		if (end(number) == End.SKIPPED) {
			this.ended[place(number)] = (number >> 1) << 2 | how.ordinal();
		}
	}

	private static int place(int number) {
		return (number >> 1) & (REMEMBERED - 1);
	}

	/** Whether the client has not used a number yet, nor a higher one. */
	boolean isIdle(int number) {
		return number > this.last;
	}

	/** How a stream that is not open any more has ended. */
	End end(int number) {
		int entry = this.ended[place(number)];
		if (entry >>> 2 == number >> 1) {
			return ENDS[entry & 3];
		}
		return (entry >>> 2 < number >> 1) ? End.SKIPPED : End.FORGOTTEN;
	}

}
