/**
 * Answers that are written while they come into being: streams and server-sent events.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.handler.stream;

import org.jspecify.annotations.NullMarked;
