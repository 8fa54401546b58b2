/**
 * Python's model: verb annotations, and handler classes of which each connection has an
 * instance of its own.
 */
@NullMarked
package io.jhttp.server.handler;

import org.jspecify.annotations.NullMarked;
