package io.jhttp.server.net;

/**
 * What an event loop calls when a channel is ready; it is the attachment of its key.
 */
interface ReadyHandler {

	void onReady(int operations);

}
