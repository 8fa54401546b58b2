package io.jhttp.spring.boot.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.autoconfigure.json.AutoConfigureJson;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Tests what answers requests, without a socket and without the rest of the application.
 * Of the components that are found by scanning, the context has handler beans, advices,
 * filters, converters, and what else describes the server; services and repositories are
 * replaced, for example with {@code @MockitoBean}, or imported. Files, scripts, the
 * handler class and security are as the properties say.
 *
 * <pre class="code">
 * &#64;JhttpTest(GreetingHandler.class)
 * class GreetingHandlerTests {
 *
 *     &#64;Autowired
 *     private RestTestClient client;
 *
 *     &#64;MockitoBean
 *     private GreetingService greetings;
 *
 *     &#64;Test
 *     void greets() {
 *         given(this.greetings.greet("you")).willReturn("Hello, you!");
 *         this.client.get().uri("/greetings/you").exchange().expectBody(String.class).isEqualTo("Hello, you!");
 *     }
 *
 * }
 * </pre>
 *
 * @see AutoConfigureJhttp
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(JhttpTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(JhttpTypeExcludeFilter.class)
@AutoConfigureJson
@AutoConfigureJhttp
@ImportAutoConfiguration
public @interface JhttpTest {

	/**
	 * Properties that are set before the context is created.
	 * @return properties, each as {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * The handler beans to test: the short form of {@link #handlers()}.
	 * @return classes
	 */
	@AliasFor("handlers")
	Class<?>[] value() default {};

	/**
	 * The handler beans to test. None means all that scanning finds.
	 * @return classes with {@code @RequestHandler}
	 */
	@AliasFor("value")
	Class<?>[] handlers() default {};

	/**
	 * Whether the context has the components that the description of this annotation
	 * names. If not, it has only those of {@link #includeFilters()}.
	 * @return true by default
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Further components that the context is to have.
	 * @return filters of what scanning finds
	 */
	Filter[] includeFilters() default {};

	/**
	 * Components that the context is not to have.
	 * @return filters of what scanning finds
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations that the context is not to have.
	 * @return their classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
