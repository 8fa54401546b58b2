/**
 * What handler methods return, and how it becomes a response.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.handler.result;

import org.jspecify.annotations.NullMarked;
