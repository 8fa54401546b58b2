package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A JSON object for each response (RFC 8259), in ASCII. The bytes of a request become the
 * characters of ISO-8859-1 with the same numbers.
 */
final class JsonLines implements AccessLogLines {

	private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.", Locale.ROOT);

	private long second = Long.MIN_VALUE;

	private String time = "";

	@Override
	public void append(StringBuilder line, AccessLogEntry entry) {
		line.append("{\"time\":\"").append(time(entry.arrivalMillis()));
		String millis = String.valueOf(1000 + Math.floorMod(entry.arrivalMillis(), 1000L));
		line.append(millis, 1, 4).append("Z\"");
		appendText(line, "client", entry.client());
		appendText(line, "user", entry.user());
		appendText(line, "listener", entry.listener());
		appendText(line, "request", entry.requestLine());
		appendText(line, "method", entry.method());
		appendText(line, "target", entry.target());
		appendText(line, "protocol", (entry.version() != null) ? entry.version().toString() : null);
		line.append(",\"status\":").append(AccessLogLines.status(entry));
		line.append(",\"bytes\":").append(entry.bytes());
		line.append(",\"micros\":").append(entry.durationNanos() / 1000);
		appendText(line, "referer", entry.referer());
		appendText(line, "userAgent", entry.userAgent());
		appendText(line, "failure", entry.failure());
		line.append('}');
	}

	private String time(long millis) {
		long second = Math.floorDiv(millis, 1000L);
		if (second != this.second) {
			this.time = SECOND.format(Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
			this.second = second;
		}
		return this.time;
	}

	private static void appendText(StringBuilder line, String name, @Nullable String text) {
		if (text == null) {
			return;
		}
		line.append(",\"").append(name).append("\":\"");
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' || c == '\\') {
				line.append('\\').append(c);
			}
			else if (c >= ' ' && c <= '~') {
				line.append(c);
			}
			else {
				AccessLogLines.appendHex(line.append("\\u"), c, 4);
			}
		}
		line.append('"');
	}

}
