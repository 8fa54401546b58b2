package io.jhttp.spring.boot.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Lets the server of the application run without a socket, beside {@code @SpringBootTest}
 * without a web environment, or with a mock one. The test can have a
 * {@code RestTestClient} injected, or an
 * {@link io.jhttp.spring.boot.test.client.InProcessClientHttpRequestFactory}, whose
 * requests go through all of the server.
 *
 * <pre class="code">
 * &#64;SpringBootTest
 * &#64;AutoConfigureJhttp
 * class GreetingServiceTests {
 *
 *     &#64;Autowired
 *     private RestTestClient client;
 *
 *     &#64;Test
 *     void greets() {
 *         this.client.get().uri("/greetings/you").exchange().expectStatus().isOk();
 *     }
 *
 * }
 * </pre>
 *
 * @see JhttpTest
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureJhttp {

}
