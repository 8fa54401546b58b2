package io.jhttp.server.cgi;

import java.time.Duration;

/**
 * How long the server waits for what may end by itself.
 *
 * @param inLine a request for its turn, after which the client learns that the server is
 * busy
 * @param halfClosed for the response of a script whose client has closed its side: it may
 * want it all the same
 * @param grace between asking a process to end and killing it
 */
record Patience(Duration inLine, Duration halfClosed, Duration grace) {

	static final Patience USUAL = new Patience(Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(2));

}
