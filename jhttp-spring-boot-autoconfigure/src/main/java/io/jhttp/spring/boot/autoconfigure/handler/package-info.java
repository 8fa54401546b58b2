/**
 * Handler beans: how their methods are found, which requests reach them, and what goes in
 * and out.
 */
@NullMarked
package io.jhttp.spring.boot.autoconfigure.handler;

import org.jspecify.annotations.NullMarked;
