package io.jhttp.server.exchange;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.jhttp.server.http.RequestHead;
import io.jhttp.server.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response, as a protocol carries them. As a {@link ByteStream} it is
 * the content of the request, and the content of the response once its head was written.
 * It is made for one request, and refuses everything when that is over.
 */
public interface HttpStream extends ByteStream {

	// The request

	/**
	 * The head of the request.
	 * @return always the same object
	 */
	RequestHead head();

	/**
	 * A time that is not before the request was sent, and not after it was looked at.
	 * @return nanoseconds of the engine's clock, comparable with
	 * {@link System#nanoTime()} unless a test moves it
	 */
	long arrivedAt();

	/**
	 * The connection that the request came by.
	 * @return always the same object
	 */
	StreamConnection connection();

	/**
	 * Whether all content of the request was read, or there is none.
	 * @return false while {@link #read} has something to tell
	 */
	boolean isContentRead();

	/**
	 * Limits the content that is read from now on, in place of the limit that holds for
	 * any request.
	 * @param length bytes of all content, together with what was read before
	 */
	void limitContent(long length);

	/**
	 * Whether the client waits for a 100 before it sends content.
	 * @return false if it does not, or has had it
	 */
	boolean expectsContinue();

	// The response

	/**
	 * Sends an interim response (RFC 9110, section 15.2) at once, or discards it if the
	 * client would not understand it.
	 * @param head status and fields; a 100 lets the client send its content
	 * @throws IOException if the client is gone or too slow
	 * @throws IllegalStateException if the final response has begun
	 */
	void writeInterim(ResponseHead head) throws IOException;

	/**
	 * Says that the client gets no interim response.
	 */
	void forbidInterim();

	/**
	 * Writes the head of the response.
	 * @param head status and fields
	 * @param length of the content, or -1 if it is not known
	 * @return whether the content is to be written: false for {@code HEAD} and for
	 * statuses that forbid it
	 * @throws IOException if the client is gone or too slow
	 */
	boolean writeHead(ResponseHead head, long length) throws IOException;

	/**
	 * Writes a part of a file.
	 * @param file is closed when the part is sent or discarded
	 * @param position where the part begins, in bytes
	 * @param length how many bytes it has
	 * @throws IOException if the client is gone, or the file is not what was promised
	 */
	void writeFile(OpenFile file, long position, long length) throws IOException;

	/**
	 * Ends the content of the response.
	 * @param trailers fields behind the content, discarded where there can be none
	 * @throws IOException if the client is gone or too slow
	 */
	void end(List<Map.Entry<String, String>> trailers) throws IOException;

	/**
	 * Gives the response up, so that the client sees that it is not complete.
	 */
	void abort();

	/**
	 * Whether the response was aborted.
	 * @return true after {@link #abort}, or if the client is gone
	 */
	boolean isAborted();

	/**
	 * Lets the connection end with this response, even if its head has said otherwise.
	 */
	void endConnection();

	/**
	 * Turns the exchange into a two-way stream of bytes, beginning behind both heads, in
	 * place of request content and response content. {@link #end} ends it.
	 * @param head the head of the response: its status and what the protocol that begins
	 * has to say
	 * @throws IOException if the client is gone or too slow
	 * @throws IllegalStateException if the final response has begun, or the request has
	 * content that was not read
	 */
	void upgrade(ResponseHead head) throws IOException;

	// Threads

	/**
	 * Whether the exchange is the event loop's, where nothing may block.
	 * @return false if it is a worker's, or on its way to one
	 */
	boolean onEventLoop();

	/**
	 * Whether the exchange is over, as far as this thread is concerned.
	 * @return true for ever from then on; a listener that is told of the end is the last
	 * that may look
	 */
	boolean isOver();

	/**
	 * Refuses what is asked of an exchange that is over.
	 * @throws IllegalStateException if it is
	 */
	default void requireOpen() {
		if (isOver()) {
			throw new IllegalStateException("The exchange is over");
		}
	}

	/**
	 * Begins to use the stream. On a worker, others wait until {@link #exit}.
	 * @throws IllegalStateException if the exchange is over, or another thread's
	 */
	void enter();

	/**
	 * Lets others use the stream.
	 */
	void exit();

	/**
	 * Goes on with a task on other threads, once the caller has returned.
	 * @param task what they do; it must not throw
	 * @param executor the threads, or null for the workers
	 * @param rejected runs on a worker if the executor rejects the task; where there is
	 * none, the protocol refuses the request
	 * @throws IllegalStateException if the exchange goes on elsewhere already
	 */
	void dispatch(Runnable task, @Nullable Executor executor, Runnable rejected);

	/**
	 * Keeps the exchange open after the caller has returned, without a thread, until it
	 * is resumed or ended.
	 * @return what the exchange goes on with
	 * @throws IllegalStateException if the exchange goes on elsewhere already
	 */
	Suspension suspend();

	/**
	 * Cancels a dispatch or a suspension that the caller has asked for.
	 */
	void cancelDispatch();

	/**
	 * Watches the client while a worker is busy with something else than the connection,
	 * in place of an earlier watch. The worker should have read the content of the
	 * request: over HTTP/1, reading more of it, or of what an upgrade has begun, ends the
	 * watch.
	 * @param onGone called at most once, on the event loop, when the client has closed
	 * its side of the connection, or the connection is closed here; it must not block
	 * @throws IllegalStateException on the event loop
	 */
	void watchClient(Runnable onGone);

	/**
	 * Tells how the response has ended: when it has left, or cannot. Called once, by
	 * whichever thread has the connection then.
	 * @param listener takes the outcome; it must neither block nor throw
	 */
	void onOutcome(Consumer<ResponseOutcome> listener);

}
