/**
 * HTTP/1: its parser, its framing both ways, and what a connection that speaks it does.
 * <p>
 * To read it in the order of events: {@code Http1Connection} is told what happens,
 * {@code Http1Input} and {@code RequestHeadParser} make a head of the input,
 * {@code Http1Stream} is its exchange, which
 * {@link io.jhttp.server.exchange.StreamHandler} answers, {@code WorkerHandover} lends
 * the socket to a worker, {@code Suspensions} keeps an exchange without a thread, and
 * {@code Http1Response} frames what is written. That decides whether the connection is
 * kept alive as soon as the head is written; {@code Http1Connection.decideEnding} acts on
 * it.
 * <p>
 * Who owns a connection: {@code WorkerLease} knows who has the socket, and
 * {@link io.jhttp.server.exchange.OwnedStream} who may use the exchange.
 *
 * <pre>
 *  the exchange                    lease    stream     reads and writes the socket
 *  none yet, or its handler runs   LOOP     LOOP       the loop
 *   on the loop
 *  waits for content, or until     LOOP     QUEUED     the loop
 *   earlier responses are written
 *  handed to workers, none of      WORKER   QUEUED     the loop reads, so that it learns of a reset
 *   which has begun
 *  a worker runs its handler       WORKER   WORKER     the worker, and threads that help it in turns
 *  the same, watching its client   WORKER   WORKER     the loop reads, the worker writes
 *  suspended                       LOOP     SUSPENDED  the loop, by steps that are left to it
 *  complete or aborted             either   ENDED,     no thread for this exchange
 *                                            OVER
 * </pre>
 *
 * Closing a connection is always the loop's. If the lease is a worker's at that time, the
 * worker's next operation fails, and what the connection holds is freed when it comes
 * back.
 * <p>
 * A client that disappears is noticed when the loop reads: a reset then ends what waits,
 * is queued or is suspended, as long as no more than 64 KiB of further input are kept.
 * While a worker has the socket and does not watch its client, its own next operation
 * notices it. A client that has only ended its sending side behind a complete request is
 * answered, unless its exchange is suspended and was not upgraded.
 */
@NullMarked
package io.jhttp.server.http1;

import org.jspecify.annotations.NullMarked;
