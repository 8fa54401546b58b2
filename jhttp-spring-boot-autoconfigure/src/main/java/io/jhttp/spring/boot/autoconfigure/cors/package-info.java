/**
 * Requests that pages of other sites make: which are refused, and which are shared with
 * them (CORS).
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.cors;

import org.jspecify.annotations.NullMarked;
