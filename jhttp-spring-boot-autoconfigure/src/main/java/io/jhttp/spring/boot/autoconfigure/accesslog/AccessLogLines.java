package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

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

	/**
	 * A word: what would end it, or is not ASCII, is escaped, byte by byte. A hyphen
	 * stands for no user, so that a name is written otherwise.
	 */
	static void appendUser(StringBuilder line, @Nullable String user) {
		if (user == null) {
			line.append('-');
			return;
		}
		if (user.isEmpty() || user.equals("-")) {
			line.append('"').append(user).append('"');
			return;
		}
		for (byte each : user.getBytes(StandardCharsets.UTF_8)) {
			if (each > ' ' && each <= '~' && each != '"' && each != '\\') {
				line.append((char) each);
			}
			else {
				appendHex(line.append("\\x"), each & 0xff, 2);
			}
		}
	}

	static void appendHex(StringBuilder line, int number, int digits) {
		for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
			line.append(Character.forDigit((number >> shift) & 15, 16));
		}
	}

}
