package io.jhttp.server.net;

import java.io.IOException;
import java.io.Serial;

import io.jhttp.server.http.LogText;
import org.slf4j.Logger;

/**
 * A file became another one while it was sent, so that the promise cannot be kept.
 */
public final class FileChangedException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	private boolean told;

	private FileChangedException(String message) {
		super(message);
	}

	/**
	 * Says in the log, once, that a response was aborted: who writes it and who closes
	 * its connection both learn of it.
	 * @param logger takes a warning
	 * @param response what was aborted, as people call it
	 */
	public void tell(Logger logger, Object response) {
		if (!this.told) {
			this.told = true;
			logger.warn("{} was aborted: {}", response, getMessage());
		}
	}

	/**
	 * A file that is shorter than was promised.
	 * @param name of the file
	 * @param size that it has now, in bytes
	 * @param missing bytes of the response that are not there any more
	 * @return an exception
	 */
	public static FileChangedException shrunk(String name, long size, long missing) {
		return new FileChangedException(LogText.escape(name) + " shrank to " + size
				+ " bytes while it was sent; the last " + missing + " bytes that were promised are missing");
	}

	/**
	 * A file that has another content than was promised.
	 * @param name of the file
	 * @param missing bytes of the response that are kept back
	 * @return an exception
	 */
	public static FileChangedException changed(String name, long missing) {
		return new FileChangedException(LogText.escape(name) + " was changed while it was sent; the last " + missing
				+ " bytes are kept back, so that the client notices");
	}

}
