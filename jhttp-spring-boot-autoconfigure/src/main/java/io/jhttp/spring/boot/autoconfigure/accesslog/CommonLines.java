package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The common and the combined log format, as Apache writes them:
 * {@code client - user [time] "request line" status size}.
 */
final class CommonLines implements AccessLogLines {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ss Z']'",
			Locale.ENGLISH);

	private final ZoneId zone;

	private final boolean combined;

	private long second = Long.MIN_VALUE;

	private String time = "";

	CommonLines(ZoneId zone, boolean combined) {
		this.zone = zone;
		this.combined = combined;
	}

	@Override
	public void append(StringBuilder line, AccessLogEntry entry) {
		AccessLogLines.appendUser(line.append(entry.client()).append(" - "), entry.user());
		line.append(' ').append(time(entry.arrivalMillis())).append(' ');
		appendQuoted(line, entry.requestLine().isEmpty() ? null : entry.requestLine());
		line.append(' ').append(AccessLogLines.status(entry)).append(' ');
		if (entry.bytes() > 0) {
			line.append(entry.bytes());
		}
		else {
			line.append('-');
		}
		if (this.combined) {
			appendQuoted(line.append(' '), entry.referer());
			appendQuoted(line.append(' '), entry.userAgent());
		}
	}

	private String time(long millis) {
		long second = Math.floorDiv(millis, 1000L);
		if (second != this.second) {
			this.time = TIME.format(Instant.ofEpochSecond(second).atZone(this.zone));
			this.second = second;
		}
		return this.time;
	}

	private static void appendQuoted(StringBuilder line, @Nullable String text) {
		line.append('"');
		if (text == null) {
			line.append('-');
		}
		else {
			for (int i = 0; i < text.length(); i++) {
				appendEscaped(line, text.charAt(i));
			}
		}
		line.append('"');
	}

	/** What Apache does, so that whatever reads its logs reads these as well. */
	private static void appendEscaped(StringBuilder line, char c) {
		switch (c) {
			case '"', '\\' -> line.append('\\').append(c);
			case '\b' -> line.append("\\b");
			case '\n' -> line.append("\\n");
			case '\r' -> line.append("\\r");
			case '\t' -> line.append("\\t");
			case 0x0b -> line.append("\\v");
			default -> {
				if (c >= ' ' && c <= '~') {
					line.append(c);
				}
				else {
					AccessLogLines.appendHex(line.append("\\x"), c & 0xff, 2);
				}
			}
		}
	}

}
