/**
 * Sockets: event loops that accept and own connections, deadlines, limits, TLS, and the
 * interface of the protocols that connections speak. Public types serve the packages
 * above; they are no promise to users.
 */
@NullMarked
package io.jhttp.server.net;

import org.jspecify.annotations.NullMarked;
