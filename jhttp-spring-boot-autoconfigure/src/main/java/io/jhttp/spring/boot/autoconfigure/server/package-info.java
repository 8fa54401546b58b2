/**
 * The server of an application: its life from start to graceful stop, and who is told.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.server;

import org.jspecify.annotations.NullMarked;
