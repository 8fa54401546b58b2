/**
 * What an exchange needs from a protocol, and what streams for handlers are built on. It
 * depends on no protocol.
 * <p>
 * A protocol makes an {@link io.jhttp.server.exchange.OwnedStream} for each request and
 * gives it to the {@link io.jhttp.server.exchange.StreamHandler}, which is the root
 * package's {@code ExchangeDispatcher}. {@link io.jhttp.server.exchange.ContentInput} and
 * {@link io.jhttp.server.exchange.ContentOutput} make blocking streams of it.
 */
@NullMarked
package io.jhttp.server.exchange;

import org.jspecify.annotations.NullMarked;
