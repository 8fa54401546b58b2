/**
 * Observations of requests: metrics and traces.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.observation;

import org.jspecify.annotations.NullMarked;
