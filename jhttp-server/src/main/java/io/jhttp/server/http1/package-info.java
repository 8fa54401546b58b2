/**
 * HTTP/1: its parser, its framing both ways, and what a connection that speaks it does.
 */
@NullMarked
package io.jhttp.server.http1;

import org.jspecify.annotations.NullMarked;
