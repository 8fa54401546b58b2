package io.jhttp.integration.secured;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;

import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurity;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurityFilterChain;
import io.jhttp.spring.boot.autoconfigure.security.defaults.JhttpSecurityAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications in which Spring Security protects two servers, each by chains of
 * its own.
 */
class BesideOtherSecurityTests {

	private static final String[] ARGUMENTS = { "--spring.autoconfigure.exclude=", "--server.port=0", "--jhttp.port=0",
			"--jhttp.address=127.0.0.1", "--spring.security.user.name=ann", "--spring.security.user.password=secret",
			"--spring.main.banner-mode=off", "--logging.level.root=warn" };

	private static int status(ConfigurableApplicationContext context, String port, String path, String password)
			throws Exception {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty(port) + path));
		if (password != null) {
			request.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString(("ann:" + password).getBytes()));
		}
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.discarding()).statusCode();
	}

	@Test
	void bothAreLockedByDefault() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).run(ARGUMENTS)) {
			for (String port : new String[] { "local.server.port", "local.jhttp.port" }) {
				assertThat(status(context, port, "/who", null)).isEqualTo(401);
				assertThat(status(context, port, "/who", "wrong")).isEqualTo(401);
				assertThat(status(context, port, "/who", "secret")).isEqualTo(200);
			}
		}
	}

	@Test
	void aChainOfOneLeavesTheOtherLocked() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, OpenJhttp.class)
			.run(ARGUMENTS)) {
			assertThat(status(context, "local.server.port", "/who", null)).isEqualTo(401);
			assertThat(status(context, "local.jhttp.port", "/who", null)).isEqualTo(200);
		}
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class, OpenMvc.class)
			.run(ARGUMENTS)) {
			assertThat(status(context, "local.server.port", "/who", null)).isEqualTo(200);
			assertThat(status(context, "local.jhttp.port", "/who", null)).isEqualTo(401);
			assertThat(status(context, "local.jhttp.port", "/who", "secret")).isEqualTo(200);
		}
	}

	@Test
	void webFluxHasItsOwnChainBesideOurs() {
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class,
					SecurityAutoConfiguration.class, ReactiveUserDetailsServiceAutoConfiguration.class,
					ReactiveWebSecurityAutoConfiguration.class, JhttpSecurityAutoConfiguration.class))
			.withUserConfiguration(Handler.class)
			.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1", "spring.security.user.name=ann",
					"spring.security.user.password=secret")
			.run((context) -> {
				ConfigurableApplicationContext started = (ConfigurableApplicationContext) context
					.getSourceApplicationContext();
				assertThat(status(started, "local.jhttp.port", "/who", null)).isEqualTo(401);
				assertThat(status(started, "local.jhttp.port", "/who", "secret")).isEqualTo(200);
				MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/who"));
				context.getBean(WebFilterChainProxy.class).filter(exchange, (next) -> Mono.empty()).block();
				assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.UNAUTHORIZED);
			});
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Controller controller() {
			return new Controller();
		}

		@Bean
		Handler handler() {
			return new Handler();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpenJhttp {

		@Bean
		JhttpSecurityFilterChain open(JhttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpenMvc {

		@Bean
		SecurityFilterChain open(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

	@RestController
	static class Controller {

		@GetMapping("/who")
		String who() {
			return "controller";
		}

	}

	@RequestHandler
	static class Handler {

		@Get("/who")
		String who() {
			return "bean";
		}

	}

}
