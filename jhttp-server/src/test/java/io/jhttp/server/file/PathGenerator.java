package io.jhttp.server.file;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Paths that lead somewhere, and what people try in order to get elsewhere.
 */
final class PathGenerator {

	private static final String[] SEGMENTS = { "..", ".", "", "%2e", "%2E%2e", ".%2e", "%252e%252e", "%c0%ae%c0%ae",
			"%e0%80%ae", "..%2f", "..%5c", "..\\", "%00", "a.txt%00.html", "..;", ";", "%2f", "%252f", "%c0%af", "...",
			"%", "%zz", "%ff", "%ed%a0%80", "~", "*", "nowhere", "outside", "etc", "passwd", "%2e%2e%2foutside", "%20",
			"%0a", "%0d%0a", "%7f", "C:", "CON", "a.txt::$DATA", "%uff0e", "..%00", "index.html", "\u00e4" };

	private static final String[] TAILS = { "/", ".", "%20", "~", ".bak", "/.", "//", "/..", "?x=/../outside", "%00",
			";a=b", "%23", ".gz", "%2f", "\\", "/./", "%3fx" };

	private final SplittableRandom random;

	private final List<String> names;

	PathGenerator(long seed, List<String> names) {
		this.random = new SplittableRandom(seed);
		this.names = names;
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

	private <T> T oneOf(List<T> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private String oneOf(String[] values) {
		return values[this.random.nextInt(values.length)];
	}

	/** A path with a slash before it, perhaps with a query. */
	String next() {
		String[] segments = encoded(oneOf(this.names)).split("/");
		StringBuilder path = new StringBuilder();
		boolean plain = chance(30);
		for (String segment : segments) {
			while (!plain && chance(12)) {
				path.append('/').append(oneOf(SEGMENTS));
			}
			path.append('/').append(plain ? segment : altered(segment));
		}
		if (chance(25)) {
			path.append(oneOf(TAILS));
		}
		return path.toString();
	}

	private String altered(String segment) {
		if (chance(4)) {
			return chance(50) ? segment.toUpperCase(Locale.ROOT) : segment.replace("%", "%25");
		}
		if (chance(15)) {
			return segment.replace(".", chance(50) ? "%2e" : "%2E");
		}
		if (chance(8) && !segment.isEmpty() && segment.indexOf('%') < 0) {
			int at = this.random.nextInt(segment.length());
			return segment.substring(0, at) + String.format("%%%02x", (int) segment.charAt(at))
					+ segment.substring(at + 1);
		}
		return chance(3) ? oneOf(SEGMENTS) : segment;
	}

	private static String encoded(String name) {
		StringBuilder encoded = new StringBuilder();
		for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
			boolean plain = b > 0x20 && b < 0x7f && b != '%';
			encoded.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b));
		}
		return encoded.toString();
	}

	/** Fields that make the server take another way to the same file. */
	String fields() {
		return switch (this.random.nextInt(12)) {
			case 0 -> "Range: bytes=" + this.random.nextInt(3000) + "-" + this.random.nextInt(3000, 120_000) + "\r\n";
			case 1 -> "Range: bytes=0-9,100-109\r\n";
			case 2, 3 -> "Accept-Encoding: gzip\r\n";
			case 4 -> "If-None-Match: *\r\n";
			default -> "";
		};
	}

	String method() {
		return chance(5) ? "HEAD" : "GET";
	}

}
