package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.time.ZoneId;

/**
 * How a line of the access log looks.
 */
public enum AccessLogFormat {

	/**
	 * The common log format: client, time, request line, status and size.
	 */
	COMMON,

	/**
	 * The common log format, with referrer and user agent.
	 */
	COMBINED,

	/**
	 * A JSON object, with the duration and the failure as well.
	 */
	JSON,

	/**
	 * What Python's {@code http.server} writes: client, time, request line and status.
	 */
	PYTHON;

	AccessLogLines lines(ZoneId zone) {
		return switch (this) {
			case COMMON, COMBINED -> new CommonLines(zone, this == COMBINED);
			case JSON -> new JsonLines();
			case PYTHON -> new PythonLines(zone);
		};
	}

}
