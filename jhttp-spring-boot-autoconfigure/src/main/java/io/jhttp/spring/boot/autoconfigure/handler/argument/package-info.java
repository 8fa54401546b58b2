/**
 * Where the arguments of handler methods come from.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.handler.argument;

import org.jspecify.annotations.NullMarked;
