/**
 * Annotations for tests that send requests to the application without a socket.
 */
@NullMarked
package io.jhttp.spring.boot.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
