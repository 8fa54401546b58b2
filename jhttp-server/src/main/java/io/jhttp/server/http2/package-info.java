/**
 * HTTP/2: its frames, header compression and flow control, and what a connection that
 * speaks it does.
 * <p>
 * To read it in the order of events: {@code Http2Connection} is told what happens,
 * {@code FrameReader} takes frames apart, {@code ClientFrames} knows what they mean,
 * {@code RequestFields} makes a head of a header block, {@code ConnectionStreams} begins
 * an {@code Http2Stream}, which {@link io.jhttp.server.exchange.StreamHandler} answers,
 * {@code StreamWork} says who goes on with it, and {@code SendQueue} which response is
 * sent next.
 * <p>
 * The loop owns the connection, and workers own streams. A worker never touches the
 * socket: it takes what {@code StreamInput} has received, adds to {@code StreamOutput},
 * and touches its stream, which makes the loop look. What both use is locked for a moment
 * in these two classes only.
 */
@NullMarked
package io.jhttp.server.http2;

import org.jspecify.annotations.NullMarked;
