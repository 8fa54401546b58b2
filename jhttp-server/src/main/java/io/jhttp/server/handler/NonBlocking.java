package io.jhttp.server.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says that a verb method, or what is called for requests otherwise, never blocks. It is
 * then called on the event loop, which saves the way to a worker and back, and makes
 * every other connection of that loop wait while it runs: no I/O, no locks, no content of
 * requests.
 *
 * <p>
 * In a handler class the methods are called on a worker all the same if hooks are
 * overridden, if its log is read, or if it serves files: these may block.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface NonBlocking {

}
