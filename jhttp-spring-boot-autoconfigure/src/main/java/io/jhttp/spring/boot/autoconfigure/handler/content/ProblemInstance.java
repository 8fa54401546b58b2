package io.jhttp.spring.boot.autoconfigure.handler.content;

import java.net.URI;
import java.net.URISyntaxException;

import org.springframework.http.ProblemDetail;

/**
 * The {@code instance} of a problem (RFC 9457, section 3.1.5): the path that was asked
 * for.
 */
public final class ProblemInstance {

	private ProblemInstance() {
	}

	/**
	 * Names the path, unless the problem names an instance already.
	 * @param problem the problem
	 * @param path the path, percent-encoded
	 */
	public static void set(ProblemDetail problem, String path) {
		if (problem.getInstance() != null) {
			return;
		}
		try {
			problem.setInstance(new URI(path));
		}
		catch (URISyntaxException ex) {
			// Clients may send what a URI cannot have; the problem says enough without.
		}
	}

}
