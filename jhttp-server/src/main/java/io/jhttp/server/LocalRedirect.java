package io.jhttp.server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.RequestHead;
import io.jhttp.server.http.RequestHeadParser;

/**
 * The request that a local redirect stands for: the client's own, without its content,
 * for another path. It is parsed as if it had come, so that nothing gets in this way that
 * would not by the other.
 */
final class LocalRedirect {

	/** The fields were within the limits already. */
	private static final HeadLimits LIMITS = new HeadLimits(64 * 1024, Integer.MAX_VALUE, Integer.MAX_VALUE);

	private LocalRedirect() {
	}

	static RequestHead head(HttpRequest request, String target) {
		byte[] octets = text(request, target).getBytes(StandardCharsets.ISO_8859_1);
		RequestHeadParser parser = new RequestHeadParser(LIMITS, request.version() == HttpVersion.HTTP_0_9);
		try {
			if (target.startsWith("/") && parser.parse(octets, 0, octets.length)
					&& parser.head().target().equals(target)) {
				return parser.head();
			}
		}
		catch (HttpProblem ex) {
			// Said below: it is not the client's mistake.
		}
		throw new HttpProblem(502, "A local redirect leads to what is no path.");
	}

	private static String text(HttpRequest request, String target) {
		StringBuilder text = new StringBuilder(request.methodIs("HEAD") ? "HEAD " : "GET ").append(target);
		if (request.version() == HttpVersion.HTTP_0_9) {
			return text.append("\r\n").toString();
		}
		text.append(' ').append(request.version()).append("\r\n");
		for (Map.Entry<String, String> field : request.headers()) {
			if (!isAboutContent(field.getKey().toLowerCase(Locale.ROOT))) {
				text.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
			}
		}
		return text.append("\r\n").toString();
	}

	private static boolean isAboutContent(String name) {
		return name.startsWith("content-") || name.equals("transfer-encoding") || name.equals("expect");
	}

}
