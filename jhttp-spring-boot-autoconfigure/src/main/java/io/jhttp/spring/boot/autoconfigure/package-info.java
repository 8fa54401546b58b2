/**
 * Auto-configuration of jhttp, the properties that it reads, and what answers requests by
 * default.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
