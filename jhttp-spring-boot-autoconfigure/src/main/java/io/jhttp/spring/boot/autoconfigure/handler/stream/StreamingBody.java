package io.jhttp.spring.boot.autoconfigure.handler.stream;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Content that a handler method returns to be written bit by bit, in place of all of it.
 *
 * <pre class="code">
 * &#64;Get("/numbers")
 * StreamingBody numbers() {
 *     return (output) -&gt; {
 *         for (int i = 0; i &lt; 1_000_000; i++) {
 *             output.write((i + "\n").getBytes());
 *         }
 *     };
 * }
 * </pre>
 */
@FunctionalInterface
public interface StreamingBody {

	/**
	 * Writes the content. It is called once, on a worker, and not for {@code HEAD}.
	 * @param output where to: a write waits while the client does not take what was
	 * written before, a flush lets it leave at once
	 * @throws IOException if the content cannot be read, or the client has left. That is
	 * no error for the log, so it should not be caught; any other exception is logged,
	 * and aborts the response if some content has left
	 */
	void writeTo(OutputStream output) throws IOException;

}
