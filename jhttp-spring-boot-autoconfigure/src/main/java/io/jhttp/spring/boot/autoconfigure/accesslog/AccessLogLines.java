package io.jhttp.spring.boot.autoconfigure.accesslog;

/**
 * Makes lines of entries; used by one thread.
 */
sealed interface AccessLogLines permits CommonLines, JsonLines, PythonLines {

	/**
	 * The status of a response that was never given, as the connection was gone: nginx
	 * has made it known.
	 */
	int NOT_ANSWERED = 499;

	/** Appends a line without its end: visible ASCII characters and spaces only. */
	void append(StringBuilder line, AccessLogEntry entry);

	static int status(AccessLogEntry entry) {
		return (entry.status() > 0) ? entry.status() : NOT_ANSWERED;
	}

	static void appendHex(StringBuilder line, int number, int digits) {
		for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
			line.append(Character.forDigit((number >> shift) & 15, 16));
		}
	}

}
