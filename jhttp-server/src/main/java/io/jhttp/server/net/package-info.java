/**
 * Sockets: event loops that accept and own connections, deadlines, limits, TLS, and the
 * interface of the protocols that connections speak. Public types serve the packages
 * above; they are no promise to users.
 * <p>
 * To read it in the order of events: {@link io.jhttp.server.net.Engine} opens the loops,
 * {@link io.jhttp.server.net.EventLoop} selects, {@code Acceptor} and
 * {@code ConnectionLimiter} let connections in, and
 * {@link io.jhttp.server.net.Connection} hands each event to its
 * {@link io.jhttp.server.net.ConnectionHandler}. One follows the other, as far as the
 * connection needs them: {@code ProxyProtocolReader}, {@code TlsHandshake},
 * {@code ProtocolDetector}, and at last the one that a
 * {@link io.jhttp.server.net.Protocol} makes. {@link io.jhttp.server.net.Transport} is
 * plain or encrypted.
 * <p>
 * Who may use a connection:
 *
 * <pre>
 *  the thread                      what it may do
 *  its loop                        everything, unless the protocol lends the socket
 *  a worker that has the socket    reads and writes; asks the loop for everything else
 *  jhttp-handshake-N               the key operations of a TLS handshake, which waits
 *                                   meanwhile (TlsHandshake.busy)
 *  any, once the loop has ended    EventLoop.execute runs tasks on its caller, so that
 *                                   what is given back late is freed
 * </pre>
 *
 * The protocol says when it lends the socket; for HTTP/1 see the description of the
 * package {@code io.jhttp.server.http1}.
 */
@NullMarked
package io.jhttp.server.net;

import org.jspecify.annotations.NullMarked;
