package io.jhttp.server.http1;

import java.io.IOException;

import io.jhttp.server.net.ReceivedBytes;

/**
 * Where the bytes of request content come from. Nothing waits for them.
 */
interface ContentSource {

	/** What was received already, and has to be used first. */
	ReceivedBytes received();

	/** Reads past what was received: -1 at the end, 0 if nothing has arrived. */
	int read(byte[] target, int offset, int length) throws IOException;

	/** Receives what has arrived: -1 at the end, 0 if nothing has. */
	int fill() throws IOException;

}
