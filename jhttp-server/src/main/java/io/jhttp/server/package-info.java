/**
 * What an embedder sees: the server and its builder, handlers, requests and responses.
 */
@NullMarked
package io.jhttp.server;

import org.jspecify.annotations.NullMarked;
