/**
 * Validation of what handler methods are given, if the application has a validator.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.handler.validation;

import org.jspecify.annotations.NullMarked;
