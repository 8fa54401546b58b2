/**
 * What an exchange needs from a protocol, and what streams for handlers are built on. It
 * speaks of no protocol.
 */
@NullMarked
package io.jhttp.server.exchange;

import org.jspecify.annotations.NullMarked;
