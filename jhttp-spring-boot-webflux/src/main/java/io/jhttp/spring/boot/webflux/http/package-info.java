/**
 * Between Spring's reactive {@code HttpHandler} and exchanges of the engine: content both
 * ways with back-pressure, on the event loop that has the connection.
 */
@NullMarked
package io.jhttp.spring.boot.webflux.http;

import org.jspecify.annotations.NullMarked;
