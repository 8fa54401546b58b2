/**
 * Content of requests and responses: media types, what the client accepts, and message
 * converters.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.handler.content;

import org.jspecify.annotations.NullMarked;
