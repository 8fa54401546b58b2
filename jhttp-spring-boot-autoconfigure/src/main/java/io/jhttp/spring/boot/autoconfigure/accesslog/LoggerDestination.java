package io.jhttp.spring.boot.autoconfigure.accesslog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logger {@code jhttp.access}: its level, appenders and files are the business of the
 * application's logging configuration.
 */
final class LoggerDestination implements AccessLogDestination {

	private static final Logger logger = LoggerFactory.getLogger("jhttp.access");

	private long written;

	@Override
	public void open() {
	}

	@Override
	public void write(CharSequence line) {
		if (logger.isInfoEnabled()) {
			logger.info("{}", line);
		}
		this.written++;
	}

	@Override
	public void flush() {
	}

	@Override
	public long written() {
		return this.written;
	}

	@Override
	public void close() {
	}

}
