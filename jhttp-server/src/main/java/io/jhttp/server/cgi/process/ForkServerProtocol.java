package io.jhttp.server.cgi.process;

/**
 * What a server and its fork server tell each other, over one connection for each script
 * that may run at a time.
 *
 * <pre>
 *  server                                             fork server
 *    │ ◀──────────────────────────────── token ─────────── │   once
 *    │ ── START, length, SpawnRequest ─────────────────▶  │
 *    │ ◀────────────── FAILED, length, message ──────────  │   and no more, or
 *    │ ◀────────────── STARTED, number of the process ───  │
 *    │ ◀────────────── OUTPUT, length, octets ───────────  │   any number of times
 *    │ ◀────────────── ERRORS, length, octets ───────────  │   any number of times
 *    │ ── TERMINATE, KILL ─────────────────────────────▶  │   at any time
 *    │ ── CLOSE ───────────────────────────────────────▶  │   nobody wants more output
 *    │ ◀────────────── OUTPUT_END, 0 ────────────────────  │
 *    │ ◀────────────── EXITED, exit code ────────────────  │
 *    │ ◀────────────── ENDED, 0 ─────────────────────────  │   ready for the next one
 * </pre>
 *
 * A command of one octet that comes too late means nothing. If the connection ends, the
 * fork server kills the script and its process group.
 */
final class ForkServerProtocol {

	static final int TOKEN_LENGTH = 32;

	static final byte START = 'S';

	static final byte TERMINATE = 'T';

	static final byte KILL = 'K';

	static final byte CLOSE = 'C';

	static final byte FAILED = 'F';

	static final byte STARTED = 'P';

	static final byte OUTPUT = 'O';

	static final byte OUTPUT_END = 'o';

	static final byte ERRORS = 'E';

	static final byte EXITED = 'X';

	static final byte ENDED = 'N';

	/** A kind, and a number. */
	static final int FRAME_HEAD = 1 + Integer.BYTES;

	static final int MOST_OF_MESSAGE = 1000;

	/** More octets than any frame has behind its head. */
	static final int MOST_OCTETS = 64 * 1024;

	/** More than all frames that are sent at once. */
	static final int MOST_FRAMES = 2 * (FRAME_HEAD + MOST_OCTETS) + 64;

	private ForkServerProtocol() {
	}

}
