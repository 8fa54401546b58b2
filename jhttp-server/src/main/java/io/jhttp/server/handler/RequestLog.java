package io.jhttp.server.handler;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.Locale;

import io.jhttp.server.net.PeerAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Python's log: a line for each request and each error, in its form. The logger has the
 * name of {@link BaseHttpRequestHandler}.
 */
abstract class RequestLog extends RequestAttributes {

	private static final Logger logger = LoggerFactory.getLogger(BaseHttpRequestHandler.class);

	/** Whether the log takes what {@link #logMessage} writes. */
	static boolean isRead() {
		return logger.isInfoEnabled();
	}

	/**
	 * Logs a request whose status is not known.
	 */
	protected void logRequest() {
		logRequest("-", "-");
	}

	/**
	 * Logs a request; {@code sendResponse()} calls it.
	 * @param code the status code
	 */
	protected void logRequest(int code) {
		logRequest(code, -1);
	}

	/**
	 * Logs a request; the form without a size calls this one.
	 * @param code the status code
	 * @param size how many bytes the content has; negative if that is not known
	 */
	protected void logRequest(int code, long size) {
		logRequest(String.valueOf(code), (size >= 0) ? String.valueOf(size) : "-");
	}

	/**
	 * Logs a request (Python's {@code log_request}). The other forms call this one.
	 * @param code the status code, or {@code -}
	 * @param size how many bytes the content has, or {@code -}
	 */
	protected void logRequest(String code, String size) {
		logMessage("\"%s\" %s %s", requestLine(), code, size);
	}

	/**
	 * Logs that a request cannot be fulfilled (Python's {@code log_error}).
	 * @param format as for {@link #logMessage}
	 * @param args likewise
	 */
	protected void logError(String format, @Nullable Object... args) {
		logMessage(format, args);
	}

	/**
	 * Logs a message at level INFO, behind client and date (Python's
	 * {@code log_message}). Control characters are escaped.
	 * @param format as for {@link String#format}, always in {@link Locale#ROOT}; taken as
	 * it is without arguments, and followed by them if they do not fit
	 * @param args the arguments
	 */
	protected void logMessage(String format, @Nullable Object... args) {
		if (logger.isInfoEnabled()) {
			logger.info("{}", LogLine.of(addressString(), logDateTimeString(), message(format, args)));
		}
	}

	private static String message(String format, @Nullable Object[] args) {
		if (args.length == 0) {
			return format;
		}
		try {
			return String.format(Locale.ROOT, format, args);
		}
		catch (IllegalFormatException ex) {
			// Such as Python's %r: no request fails because of a line in the log.
			return format + " " + Arrays.toString(args);
		}
	}

	/**
	 * Now, for the log (Python's {@code log_date_time_string}).
	 * @return such as {@code 06/Nov/1994 09:49:37}, in the time zone of the server
	 */
	protected String logDateTimeString() {
		return LogLine.date(Instant.now(), ZoneId.systemDefault());
	}

	/**
	 * The client, for the log (Python's {@code address_string}).
	 * @return its address, or {@code unix:}; no name is looked up
	 */
	protected String addressString() {
		return PeerAddress.text(clientAddress());
	}

}
