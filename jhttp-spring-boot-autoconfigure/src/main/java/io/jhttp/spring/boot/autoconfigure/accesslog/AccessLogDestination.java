package io.jhttp.spring.boot.autoconfigure.accesslog;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where lines go; used by one thread.
 */
sealed interface AccessLogDestination extends Closeable permits LoggerDestination, RotatingFile {

	/**
	 * Opens it.
	 * @throws IOException if it cannot be written to
	 */
	void open() throws IOException;

	/**
	 * Writes a line, now or with the next flush.
	 * @param line without its end
	 * @throws IOException if it is lost
	 */
	void write(CharSequence line) throws IOException;

	/**
	 * Writes what was not written yet.
	 * @throws IOException if some of it is lost
	 */
	void flush() throws IOException;

	/**
	 * How many lines were written.
	 * @return a total, without those that wait for the next flush or are lost
	 */
	long written();

}
