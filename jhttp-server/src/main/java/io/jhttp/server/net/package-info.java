/**
 * Sockets: event loops that accept and own connections, the connection's state machine,
 * deadlines, and the lease by which a worker takes a connection over for one request.
 * Public types serve the package above; they are no promise to users.
 */
@NullMarked
package io.jhttp.server.net;

import org.jspecify.annotations.NullMarked;
