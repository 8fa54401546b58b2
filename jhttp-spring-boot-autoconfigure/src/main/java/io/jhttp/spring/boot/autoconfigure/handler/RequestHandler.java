package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.stereotype.Component;

/**
 * Marks a handler bean: a class that is found by component scanning, or a {@code @Bean}
 * method. Its methods that have a verb annotation answer requests.
 *
 * <pre class="code">
 * &#64;RequestHandler("/greetings")
 * class GreetingHandler {
 *
 *     &#64;Get("/{name}")
 *     String greet(&#64;PathVariable String name, &#64;RequestParam(defaultValue = "1") int times) {
 *         return ("Hello, " + name + "!\n").repeat(times);
 *     }
 *
 *     &#64;HttpVerb(value = "SPAM", path = "/{name}")
 *     void spam(HttpExchange exchange) throws IOException {
 *         exchange.response().send("eggs");
 *     }
 *
 * }
 * </pre>
 *
 * A method may take the {@code HttpExchange}, {@code HttpRequest} or
 * {@code HttpResponse}, parameters with {@code @PathVariable}, {@code @RequestParam},
 * {@code @RequestHeader}, {@code @CookieValue} or {@code @RequestBody}, and whatever an
 * {@link io.jhttp.spring.boot.autoconfigure.handler.argument.ArgumentResolver} knows. It
 * may return text, bytes, files, objects that a message converter writes, or a
 * {@code ResponseEntity} of these. What returns nothing is answered with 204, unless the
 * method takes the exchange or the response and has begun to answer itself. What it
 * throws is answered by a method with {@code @ExceptionHandler}, or as a problem.
 *
 * @see io.jhttp.server.handler.HttpVerb
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface RequestHandler {

	/**
	 * The paths that those of the methods begin with. None means that they stand alone.
	 * @return base paths, such as {@code /greetings}
	 */
	// An array also because Spring takes a single string for the name of the bean.
	String[] value() default {};

}
