/**
 * HTTP in any version, as values and pure functions: heads, fields, dates, targets.
 * Nothing in here does I/O or knows of a connection.
 */
@NullMarked
package io.jhttp.server.http;

import org.jspecify.annotations.NullMarked;
