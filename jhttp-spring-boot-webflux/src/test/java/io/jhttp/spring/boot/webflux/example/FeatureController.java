package io.jhttp.spring.boot.webflux.example;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebSession;

/**
 * What {@link FeatureTests} asks for beside what the documentation shows.
 */
@RestController
class FeatureController {

	private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

	/** What has happened to streams. */
	BlockingQueue<String> ends() {
		return this.ends;
	}

	@GetMapping("/thread")
	String thread() {
		return Thread.currentThread().toString();
	}

	@GetMapping("/owners")
	@PreAuthorize("hasRole('OWNER')")
	Mono<String> owners() {
		return Mono.just("owners");
	}

	@GetMapping("/administrators")
	@PreAuthorize("hasRole('ADMIN')")
	Mono<String> administrators() {
		return Mono.just("administrators");
	}

	@CrossOrigin("https://example.org")
	@GetMapping("/shared")
	String shared() {
		return "shared";
	}

	@GetMapping("/everywhere/shared")
	String sharedEverywhere() {
		return "shared everywhere";
	}

	@GetMapping(path = "/endless", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Publisher<String> endless() {
		return Flux.just("first", "second").concatWith(Flux.never()).doOnCancel(() -> this.ends.add("cancelled"));
	}

	@PostMapping("/forms/files")
	Mono<String> file(@RequestPart String title, @RequestPart FilePart file) {
		return file.content()
			.map((buffer) -> buffer.readableByteCount())
			.reduce(0, Integer::sum)
			.map((length) -> title + " " + file.filename() + " " + length);
	}

	@GetMapping("/session")
	String session(WebSession session) {
		session.getAttributes().put("known", true);
		return session.getMaxIdleTime().toString();
	}

	@Configuration(proxyBeanMethods = false)
	static class Sharing implements WebFluxConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/everywhere/**").allowedOrigins("https://example.com").allowedMethods("GET");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveMethodSecurity
	static class FormSecurity {

		@Bean
		@Order(0)
		SecurityWebFilterChain forms(ServerHttpSecurity http) {
			return http.securityMatcher(new PathPatternParserServerWebExchangeMatcher("/forms/**"))
				.csrf((csrf) -> csrf.csrfTokenRepository(CookieServerCsrfTokenRepository.withHttpOnlyFalse())
					.csrfTokenRequestHandler(new ServerCsrfTokenRequestAttributeHandler()))
				.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Routes {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route().GET("/routed", (request) -> ServerResponse.ok().bodyValue("routed")).build();
		}

	}

}
