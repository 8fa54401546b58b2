package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The log of Python's {@code http.server}, without a size, as its files have none:
 * {@code client - user [time] "request line" status -}.
 */
final class PythonLines implements AccessLogLines {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("'['dd/MMM/yyyy HH:mm:ss']'",
			Locale.ENGLISH);

	private final ZoneId zone;

	PythonLines(ZoneId zone) {
		this.zone = zone;
	}

	@Override
	public void append(StringBuilder line, AccessLogEntry entry) {
		AccessLogLines.appendUser(line.append(entry.client()).append(" - "), entry.user());
		line.append(' ');
		TIME.formatTo(Instant.ofEpochMilli(entry.arrivalMillis()).atZone(this.zone), line);
		line.append(" \"");
		for (int i = 0; i < entry.requestLine().length(); i++) {
			appendEscaped(line, entry.requestLine().charAt(i));
		}
		line.append("\" ").append(AccessLogLines.status(entry)).append(" -");
	}

	/** As Python since 3.11, and what is not ASCII as well. */
	private static void appendEscaped(StringBuilder line, char c) {
		if (c == '\\') {
			line.append("\\\\");
		}
		else if (c >= ' ' && c <= '~') {
			line.append(c);
		}
		else {
			AccessLogLines.appendHex(line.append("\\x"), c & 0xff, 2);
		}
	}

}
