package io.jhttp.server.file;

import java.nio.file.FileSystemException;

/**
 * Another file has got a name, each time after the name was looked up and before the file
 * was opened.
 */
final class ReplacedException extends FileSystemException {

	private static final long serialVersionUID = 1L;

	ReplacedException(String file) {
		super(file, null, "it is replaced faster than it can be opened");
	}

}
