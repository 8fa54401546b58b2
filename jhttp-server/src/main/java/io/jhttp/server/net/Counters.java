package io.jhttp.server.net;

/**
 * What the engine counts. Gauges go up and down with connections and requests, so that
 * they are zero again when everything is over; totals only go up.
 */
public interface Counters {

	/**
	 * Connections that are open, idle ones included.
	 * @return a number that goes up and down
	 */
	int openConnections();

	/**
	 * Requests that have arrived and are not answered yet, queued ones included.
	 * @return a number that goes up and down
	 */
	long activeRequests();

	/**
	 * Requests that wait for a worker.
	 * @return a number that goes up and down
	 */
	int queuedRequests();

	/**
	 * Connections that were accepted since the start.
	 * @return a total
	 */
	long acceptedConnections();

	/**
	 * Requests that arrived since the start.
	 * @return a total
	 */
	long requests();

	/**
	 * Requests that were refused before a handler saw them: malformed, late or too many.
	 * @return a total
	 */
	long refusedRequests();

	/**
	 * Connections and requests that were shed.
	 * @param reason why
	 * @return a total
	 */
	long shed(ShedReason reason);

	/**
	 * Streams of HTTP/2 that are open, or whose handler has not returned yet.
	 * @return a number that goes up and down
	 */
	long openStreams();

	/**
	 * Streams of HTTP/2 that were opened since the start.
	 * @return a total
	 */
	long streams();

	/**
	 * Streams of HTTP/2 that were reset.
	 * @param reason why
	 * @return a total
	 */
	long resetStreams(StreamReset reason);

}
