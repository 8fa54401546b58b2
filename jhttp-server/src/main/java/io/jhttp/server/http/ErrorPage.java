package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The page that people see when a request fails: code, message, explanation, in the words
 * and the order of the seed's {@code DEFAULT_ERROR_MESSAGE}.
 */
public final class ErrorPage {

	/** The media type of the page. */
	public static final String CONTENT_TYPE = "text/html;charset=utf-8";

	private static final String TEMPLATE = """
			<!DOCTYPE html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<meta name="color-scheme" content="light dark">
			<title>Error response</title>
			</head>
			<body>
			<h1>Error response</h1>
			<p>Error code: %d</p>
			<p>Message: %s.</p>
			<p>Error code explanation: %1$d - %s.</p>
			</body>
			</html>
			""";

	private ErrorPage() {
	}

	/**
	 * Renders the page.
	 * @param status the status code
	 * @param detail one sentence about this very request; empty for the general
	 * explanation of the code
	 * @return the page in UTF-8
	 */
	public static byte[] render(int status, String detail) {
		String explanation = detail.isEmpty() ? HttpStatus.explanation(status) : detail;
		return String
			.format(Locale.ROOT, TEMPLATE, status, escape(HttpStatus.reason(status)),
					escape(withoutFullStop(explanation)))
			.getBytes(StandardCharsets.UTF_8);
	}

	private static String withoutFullStop(String sentence) {
		return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
	}

	/**
	 * Escapes text for HTML, in content and in quoted attributes.
	 * @param text any text
	 * @return the same text without markup
	 */
	public static String escape(String text) {
		return text.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("\"", "&quot;")
			.replace("'", "&#39;");
	}

}
