/**
 * Results that handler methods return before they are there.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.handler.async;

import org.jspecify.annotations.NullMarked;
