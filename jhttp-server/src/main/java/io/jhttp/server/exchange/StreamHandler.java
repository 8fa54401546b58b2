package io.jhttp.server.exchange;

/**
 * What answers requests, whichever protocol they come by.
 */
public interface StreamHandler {

	/**
	 * A request has arrived, complete up to its content. Called on the event loop: it
	 * answers without blocking, or goes on elsewhere.
	 * @param stream the request, and the response that is due; it must not throw
	 */
	void onRequest(HttpStream stream);

	/**
	 * A protocol has answered by itself, as there was no request that could be given to
	 * {@link #onRequest}. Called once for each, when the response has left or cannot, if
	 * {@link #isListening} is true.
	 * @param request what has come
	 * @param outcome how the response has ended
	 */
	void onRejected(RejectedRequest request, ResponseOutcome outcome);

	/**
	 * Whether anything is to be told of requests that are rejected.
	 * @return always the same
	 */
	boolean isListening();

}
