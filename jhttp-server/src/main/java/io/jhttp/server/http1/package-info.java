/**
 * HTTP/1: its parser, its framing both ways, and what a connection that speaks it does.
 * <p>
 * To read it in the order of events: {@code Http1Connection} is told what happens,
 * {@code Http1Input} and {@code RequestHeadParser} make a head of the input,
 * {@code Http1Stream} is its exchange, which
 * {@link io.jhttp.server.exchange.StreamHandler} answers, {@code WorkerHandover} lends
 * the socket to a worker, {@code SuspensionSlot} keeps an exchange without a thread, and
 * {@code Http1Response} frames what is written. That decides whether the connection is
 * kept alive as soon as the head is written; {@code Http1Connection.decideEnding} acts on
 * it.
 * <p>
 * Who owns a connection: {@code WorkerLease} knows who has the socket, and
 * {@link io.jhttp.server.exchange.OwnedStream} who may use the exchange.
 *
 * <pre>
 *      the exchange                     lease    stream         reads     writes
 *   1  none: idle, or a head arrives    LOOP     none yet       loop      loop
 *   2  its handler runs on the loop     LOOP     LOOP           nothing   loop
 *   3  waits until earlier responses    LOOP     QUEUED         nothing   loop
 *      are written
 *   4  waits for its content            LOOP     QUEUED         loop      nothing
 *   5  was handed to workers, none of   WORKER   QUEUED         loop      nothing
 *      which has begun
 *   6  a worker runs its handler        WORKER   WORKER         worker    worker
 *   7  the same, watching its client    WORKER   WORKER         loop      worker
 *   8  a worker gives it back           WORKER   SUSPENDED or   nothing   worker, what its
 *                                                 ENDED, OVER              buffer has
 *   9  suspended                        LOOP     SUSPENDED      loop      loop, in steps
 *  10  complete or aborted              LOOP     ENDED, OVER    nothing   loop, what is
 *                                                                          pending
 *
 *      deadline                              a reset is noticed
 *   1  IDLE, HEAD; BODY while unread         by the loop, which reads
 *      content is discarded; LINGER
 *   2  none                                  by the next read or write
 *   3  WRITE                                 when the write fails
 *   4  BODY                                  by the loop, which reads
 *   5  IDLE, which is ignored                by the loop, until 64 KiB of input are kept
 *   6  WORKER while it waits for the         when the worker reads or writes next
 *      socket, otherwise as 5 or none
 *   7  as 6                                  by the loop, until there is further input
 *   8  as 5                                  when the write fails
 *   9  BODY while content is awaited,        by the loop, until there is further input;
 *      WRITE while output is pending          then when a step writes
 *  10  WRITE                                 when the write fails
 * </pre>
 *
 * What prevents two writers: a handler writes by its response, which calls
 * {@code OwnedStream.enter()} first. That checks the owner, and on a worker takes the
 * lock for writing; {@code Http1Stream} itself checks nothing. The loop closes
 * connections that a worker writes to: {@code TlsTransport} has a lock, so that the
 * records of both do not mix. What prevents two readers: a worker that reads content ends
 * the watch first.
 * <p>
 * While the server drains, {@code EventLoop} calls {@code Http1Connection.drain} again
 * and again. It closes an idle connection, once it has looked for a request that has just
 * arrived, and tells a suspended exchange of the stop. All others go on, and the next
 * head of a response that is written says that the connection closes.
 * <p>
 * Closing a connection is always the loop's. What waits (3, 4) or is suspended (9) ends
 * with it. If the lease is a worker's at that time (5 to 8), the worker's next operation
 * fails, a watch is told, and what the connection holds is freed when it comes back.
 * <p>
 * A client that has only ended its sending side behind a complete request is answered,
 * with two exceptions: a watch takes it for gone, and a suspended exchange ends unless it
 * was upgraded.
 */
@NullMarked
package io.jhttp.server.http1;

import org.jspecify.annotations.NullMarked;
