package io.jhttp.spring.boot.autoconfigure.server;

/**
 * How a server is stopped.
 */
public enum Shutdown {

	/**
	 * Running requests may finish, within
	 * {@code spring.lifecycle.timeout-per-shutdown-phase}.
	 */
	GRACEFUL,

	/**
	 * Running requests are aborted.
	 */
	IMMEDIATE

}
