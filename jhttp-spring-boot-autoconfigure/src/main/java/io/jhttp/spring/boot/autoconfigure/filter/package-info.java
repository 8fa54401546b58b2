/**
 * Filters: what is done around every request, or around those of some paths.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.filter;

import org.jspecify.annotations.NullMarked;
