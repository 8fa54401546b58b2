/**
 * The access log: a line for each response, written by a thread of its own.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.accesslog;

import org.jspecify.annotations.NullMarked;
