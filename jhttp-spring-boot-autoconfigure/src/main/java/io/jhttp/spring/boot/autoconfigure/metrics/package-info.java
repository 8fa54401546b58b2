/**
 * Metrics of the engine.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.metrics;

import org.jspecify.annotations.NullMarked;
