package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;

/**
 * The page that people see when a request fails: code, message, explanation, in the words
 * and the order of Python's {@code DEFAULT_ERROR_MESSAGE}.
 */
public final class ErrorPage {

	/** The media type of the page. */
	public static final String CONTENT_TYPE = "text/html;charset=utf-8";

	/**
	 * The page, with Python's {@code %(code)d}, {@code %(message)s}, {@code %(explain)s}.
	 */
	public static final String FORMAT = """
			<!DOCTYPE html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<meta name="color-scheme" content="light dark">
			<title>Error response</title>
			</head>
			<body>
			<h1>Error response</h1>
			<p>Error code: %(code)d</p>
			<p>Message: %(message)s.</p>
			<p>Error code explanation: %(code)s - %(explain)s.</p>
			</body>
			</html>
			""";

	private ErrorPage() {
	}

	/**
	 * Renders the page. As in Python, its message says what is wrong with this very
	 * request, and its explanation what the code means.
	 * @param status the status code
	 * @param detail the message, such as {@code File not found}; empty for the reason
	 * phrase of the code
	 * @return the page in UTF-8
	 */
	public static byte[] render(int status, String detail) {
		String message = detail.isEmpty() ? HttpStatus.reason(status) : withoutFullStop(detail);
		return fill(FORMAT, status, escape(message), escape(HttpStatus.explanation(status)));
	}

	/**
	 * Renders a page of one's own.
	 * @param format text with {@code %(code)d}, {@code %(message)s} and
	 * {@code %(explain)s} where these go; {@code %%} is a percent sign
	 * @param status the status code
	 * @param message the short text, escaped here
	 * @param explain the long text, escaped here
	 * @return the page in UTF-8
	 */
	public static byte[] render(String format, int status, String message, String explain) {
		return fill(format, status, escapeContent(message), escapeContent(explain));
	}

	/** In one pass: a text must not be taken for a place that another one goes to. */
	private static byte[] fill(String format, int status, String message, String explain) {
		StringBuilder page = new StringBuilder(format.length() + message.length() + explain.length() + 64);
		int from = 0;
		for (int percent = format.indexOf('%'); percent >= 0; percent = format.indexOf('%', from)) {
			page.append(format, from, percent);
			from = percent;
			if (format.startsWith("%%", percent)) {
				page.append('%');
				from += 2;
			}
			else if (format.startsWith("%(code)d", percent) || format.startsWith("%(code)s", percent)) {
				page.append(status);
				from += "%(code)d".length();
			}
			else if (format.startsWith("%(message)s", percent)) {
				page.append(message);
				from += "%(message)s".length();
			}
			else if (format.startsWith("%(explain)s", percent)) {
				page.append(explain);
				from += "%(explain)s".length();
			}
			else {
				page.append('%');
				from++;
			}
		}
		return page.append(format, from, format.length()).toString().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * A sentence as a message: the page puts a full stop behind it.
	 * @param sentence with or without one
	 * @return the sentence without
	 */
	public static String withoutFullStop(String sentence) {
		return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
	}

	/**
	 * Escapes text for HTML, in content and in quoted attributes.
	 * @param text any text
	 * @return the same text without markup
	 */
	public static String escape(String text) {
		return escapeContent(text).replace("\"", "&quot;").replace("'", "&#39;");
	}

	/** Quotes are markup in attributes only. */
	private static String escapeContent(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
