package io.jhttp.server.handler;

import java.time.Instant;
import java.util.Map;

import io.jhttp.server.http.HttpDate;
import io.jhttp.server.http.HttpStatus;
import io.jhttp.server.http.HttpVersion;

/**
 * What a handler puts into its responses unless it is overridden: versions, status texts,
 * the error page, dates.
 */
abstract class ResponseTexts extends RequestLog {

	/**
	 * The protocol version of responses (Python's {@code protocol_version}).
	 * @return that of the server by default: {@code jhttp.protocol-version}
	 */
	protected HttpVersion protocolVersion() {
		return server().protocolVersion();
	}

	/**
	 * The first part of {@link #versionString} (Python's {@code server_version}).
	 * @return that of the server by default: {@code jhttp.server-header}
	 */
	protected String serverVersion() {
		return server().serverHeader();
	}

	/**
	 * The second part of {@link #versionString} (Python's {@code sys_version}).
	 * @return empty by default: what a server runs on helps attackers only
	 */
	protected String sysVersion() {
		return "";
	}

	/**
	 * The value of the {@code Server} field (Python's {@code version_string}).
	 * @return {@link #serverVersion} and {@link #sysVersion} with a blank between them;
	 * empty not to send the field
	 */
	protected String versionString() {
		return (serverVersion() + " " + sysVersion()).strip();
	}

	/**
	 * The page of {@code sendError} (Python's {@code error_message_format}).
	 * @return a text with {@code %(code)d}, {@code %(message)s} and {@code %(explain)s};
	 * the latter two are escaped for HTML
	 */
	protected String errorMessageFormat() {
		return BaseHttpRequestHandler.DEFAULT_ERROR_MESSAGE;
	}

	/**
	 * The media type of that page (Python's {@code error_content_type}).
	 * @return such as {@code text/html;charset=utf-8}; the page is always UTF-8
	 */
	protected String errorContentType() {
		return BaseHttpRequestHandler.DEFAULT_ERROR_CONTENT_TYPE;
	}

	/**
	 * The texts of status codes (Python's {@code responses}).
	 * @return short and long texts by code; all registered codes by default
	 */
	protected Map<Integer, HttpStatus.Text> responses() {
		return HttpStatus.texts();
	}

	/**
	 * Now, for a header field (Python's {@code date_time_string}).
	 * @return such as {@code Sun, 06 Nov 1994 08:49:37 GMT}
	 */
	protected String dateTimeString() {
		return dateTimeString(Instant.now());
	}

	/**
	 * A time, for a header field.
	 * @param time in the years 0 to 9999
	 * @return such as {@code Sun, 06 Nov 1994 08:49:37 GMT}
	 */
	protected String dateTimeString(Instant time) {
		return HttpDate.format(time.getEpochSecond());
	}

}
