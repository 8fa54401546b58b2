package io.jhttp.spring.boot.autoconfigure.filter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Restricts a {@link JhttpFilter} to some paths: on its class, or on its {@code @Bean}
 * method. Requests for other paths pay nothing for it.
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface FilterPaths {

	/**
	 * The paths.
	 * @return path patterns, such as <code>/api/**</code>; a request has to match one
	 */
	String[] value();

}
