/**
 * Sockets: event loops that accept and own connections, deadlines, limits, TLS, and the
 * interface of the protocols that connections speak. Public types serve the packages
 * above; they are no promise to users.
 * <p>
 * To read it in the order of events: {@link io.jhttp.server.net.Engine} opens the loops,
 * {@link io.jhttp.server.net.EventLoop} selects, {@code Acceptor} and
 * {@code ConnectionLimiter} let connections in, and
 * {@link io.jhttp.server.net.Connection} hands each event to its
 * {@link io.jhttp.server.net.ConnectionHandler}, which a
 * {@link io.jhttp.server.net.Protocol} makes. {@link io.jhttp.server.net.Transport} is
 * plain or encrypted.
 */
@NullMarked
package io.jhttp.server.net;

import org.jspecify.annotations.NullMarked;
