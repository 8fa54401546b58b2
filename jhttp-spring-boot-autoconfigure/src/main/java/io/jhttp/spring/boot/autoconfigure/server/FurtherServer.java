package io.jhttp.spring.boot.autoconfigure.server;

import org.jspecify.annotations.Nullable;

/**
 * A server beside that of the application, for those who ask how it does.
 */
public interface FurtherServer {

	/**
	 * What it is for.
	 * @return a word or two
	 */
	String getName();

	/**
	 * Why it does not serve as it should.
	 * @return null if all is well, or it does not run
	 */
	@Nullable Throwable getFailure();

}
