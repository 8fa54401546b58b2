/**
 * Actuator endpoints without a servlet container: on the server of the application, or on
 * one of their own.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.actuate;

import org.jspecify.annotations.NullMarked;
