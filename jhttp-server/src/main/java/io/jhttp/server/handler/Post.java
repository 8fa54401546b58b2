package io.jhttp.server.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Maps a method to {@code POST} requests.
 *
 * @see HttpVerb
 */
@HttpVerb("POST")
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Post {

	/**
	 * The paths below the base path of a handler bean; none means the base path itself.
	 * @return path patterns, such as <code>/{name}</code>
	 */
	String[] value() default {};

	/**
	 * The media types that the content of a request may have, in a handler bean; others
	 * are refused with 415. None means any.
	 * @return media types and ranges, such as {@code application/json} or {@code text/*}
	 */
	String[] consumes() default {};

	/**
	 * The media types of responses, in a handler bean, the best first; the client chooses
	 * with {@code Accept}, and gets 406 if it accepts none. None means that the result
	 * decides.
	 * @return media types, such as {@code text/html}
	 */
	String[] produces() default {};

}
