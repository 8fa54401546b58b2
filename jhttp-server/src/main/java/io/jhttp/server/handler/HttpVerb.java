package io.jhttp.server.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Maps a method to an HTTP method, known or invented: any RFC 9110 token,
 * case-sensitively. It works on annotations too: {@link Get} and the others are made of
 * it, and so can be a verb of one's own.
 *
 * <pre class="code">
 * &#64;HttpVerb("SPAM")
 * &#64;Retention(RetentionPolicy.RUNTIME)
 * &#64;Target(ElementType.METHOD)
 * public &#64;interface Spam {
 *
 *     String[] value() default {};    // the paths
 *
 * }
 * </pre>
 *
 * In a handler class ({@link BaseHttpRequestHandler}) the method has no arguments, and
 * answers every path. In a handler bean the path decides too; there an annotation that is
 * made of this one gives the paths in an attribute {@code value} or {@code path}.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface HttpVerb {

	/**
	 * The HTTP methods.
	 * @return RFC 9110 tokens, such as {@code SPAM}
	 */
	String[] value();

	/**
	 * The paths below the base path of a handler bean; none means the base path itself.
	 * @return path patterns, such as <code>/{name}</code>
	 */
	String[] path() default {};

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
