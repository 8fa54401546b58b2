/**
 * Health of the server.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
