package io.jhttp.server.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Maps a method to {@code PUT} requests.
 *
 * @see HttpVerb
 */
@HttpVerb("PUT")
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Put {

	/**
	 * The paths below the base path of a handler bean; none means the base path itself.
	 * @return path patterns, such as <code>/{name}</code>
	 */
	String[] value() default {};

}
