package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.Serial;
import java.util.List;

/**
 * The system lacks what a script needs, such as descriptors, processes, memory or room on
 * a disk. It may have enough again in a moment.
 */
public final class ShortageException extends IOException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** In the words of the C library, and of its loader of shared libraries. */
	private static final List<String> SHORTAGES = List.of("Resource temporarily unavailable", "Cannot allocate memory",
			"Too many open files", "Text file busy", "No space left on device", "failed to map segment", "Error 12",
			"Error 23", "Error 24");

	/**
	 * Creates an exception.
	 * @param cause how it was noticed; of its message the first line is kept, as JDKs add
	 * pages of advice
	 */
	ShortageException(Throwable cause) {
		super(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""), cause);
	}

	/**
	 * Whether a program that could not do its work says that this was for a shortage.
	 * @param text what it has written to its standard error
	 * @return false if it would fail the next time too, as far as can be seen
	 */
	public static boolean isToldBy(String text) {
		return SHORTAGES.stream().anyMatch(text::contains);
	}

}
