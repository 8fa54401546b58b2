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
	JSON;

	AccessLogLines lines(ZoneId zone) {
		return (this == JSON) ? new JsonLines() : new CommonLines(zone, this == COMBINED);
	}

}
