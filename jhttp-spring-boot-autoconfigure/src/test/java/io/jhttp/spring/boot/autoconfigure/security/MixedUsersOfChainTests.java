package io.jhttp.spring.boot.autoconfigure.security;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.auth.MixedUsers;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents;
import io.jhttp.spring.boot.autoconfigure.handler.stream.StreamingBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Whatever Spring Security tells a handler is about the user of its own request, and not
 * about one that has asked before on the same connection or thread.
 */
@Timeout(900)
class MixedUsersOfChainTests {

	private static final String NOBODY = "nobody";

	private static final String[] FURTHER_PATHS = { "/dispatched", "/detached", "/events" };

	/** Whom handlers have known that send no names. */
	private static final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

	@BeforeEach
	void forget() {
		wrong.clear();
	}

	private static void assertNoRequestHasTheUserOfAnother(String threads) {
		ApplicationContextRunner runner = SecuredServer.runner().withPropertyValues(threads);
		HandlerServer.run(runner, Application.class, (client, context) -> {
			assertThat(new MixedUsers(client, FURTHER_PATHS).ask()).isPositive();
			assertThat(wrong).isEmpty();
		});
	}

	@Test
	void noRequestHasTheUserOfAnotherOnPooledThreads() {
		assertNoRequestHasTheUserOfAnother("jhttp.threads.max=3");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void noRequestHasTheUserOfAnotherOnVirtualThreads() {
		assertNoRequestHasTheUserOfAnother("spring.threads.virtual.enabled=true");
	}

	private static String ofExchange(HttpExchange exchange) {
		Principal principal = exchange.principal();
		return (principal != null) ? principal.getName() : NOBODY;
	}

	private static String name(@Nullable Authentication authentication) {
		return (authentication != null) ? authentication.getName() : "nothing";
	}

	private static String ofThread() {
		return name(SecurityContextHolder.getContext().getAuthentication());
	}

	private static void requireForgotten() {
		if (SecurityContextHolder.getContext().getAuthentication() != null) {
			wrong.add(ofThread() + " on a thread of the application");
		}
	}

	private static Mono<String> ofReactor() {
		return ReactiveSecurityContextHolder.getContext()
			.map(SecurityContext::getAuthentication)
			.map(Authentication::getName);
	}

	/** One name, or all of them if they differ. */
	private static String text(String... names) {
		return "<" + String.join(" and ", Stream.of(names).distinct().toList()) + ">";
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	@Import(Handlers.class)
	static class Application {

		@Bean
		UserDetailsService users() {
			return (name) -> User.withUsername(name).password("{noop}" + name.charAt(0)).roles("USER").build();
		}

		@Bean
		JhttpSecurityFilterChain chain(JhttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.anonymous((anonymous) -> anonymous.principal(NOBODY))
				.httpBasic(withDefaults())
				.build();
		}

		@Bean
		Comparison comparison() {
			return new Comparison();
		}

	}

	/**
	 * For expressions.
	 */
	static class Comparison {

		public boolean isOf(Authentication authentication, HttpExchange exchange) {
			return authentication.getName().equals(ofExchange(exchange));
		}

	}

	@RequestHandler
	static class Handlers {

		/** Knows nobody, as it is none of the server. */
		private static final Executor other = CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS);

		@Get("/worker")
		@PreAuthorize("@comparison.isOf(authentication, #exchange)")
		public String worker(HttpExchange exchange, @Nullable Authentication authentication,
				@AuthenticationPrincipal @Nullable UserDetails user) {
			return text(ofThread(), ofExchange(exchange), (authentication != null) ? authentication.getName() : NOBODY,
					(user != null) ? user.getUsername() : NOBODY);
		}

		@Get("/loop")
		@NonBlocking
		String loop(HttpExchange exchange) {
			return text(ofThread(), ofExchange(exchange));
		}

		/** What is written then runs on a worker. */
		@Get("/stage")
		CompletionStage<StreamingBody> stage(HttpExchange exchange) {
			String before = ofThread();
			return CompletableFuture.supplyAsync(() -> {
				requireForgotten();
				return (output) -> output
					.write(text(before, ofThread(), ofExchange(exchange)).getBytes(StandardCharsets.US_ASCII));
			}, other);
		}

		@Get("/callable")
		Callable<String> callable(HttpExchange exchange) {
			return () -> text(ofThread(), ofExchange(exchange));
		}

		@Get("/stream")
		StreamingBody stream(HttpExchange exchange) {
			return (output) -> output.write(text(ofThread(), ofExchange(exchange)).getBytes(StandardCharsets.US_ASCII));
		}

		@Get("/mono")
		Mono<String> mono(HttpExchange exchange) {
			return Mono.delay(Duration.ofMillis(1)).then(ofReactor()).map((name) -> text(name, ofExchange(exchange)));
		}

		@Get(value = "/flux", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> flux(HttpExchange exchange) {
			return Flux.just("a", "b")
				.publishOn(Schedulers.parallel())
				.concatMap((each) -> ofReactor())
				.map((name) -> text(name, ofExchange(exchange)));
		}

		@Get("/dispatched")
		@NonBlocking
		void dispatched(HttpExchange exchange) {
			exchange.dispatch((later) -> later.response().send(text(ofThread(), ofExchange(later))), other);
		}

		@Get("/detached")
		void detached(HttpExchange exchange) {
			var detached = exchange.detach();
			other.execute(() -> detached.resume((later) -> later.response().send(text(ofThread(), ofExchange(later)))));
		}

		@Get("/events")
		ServerSentEvents events(HttpExchange exchange) {
			String name = ofThread();
			ServerSentEvents events = new ServerSentEvents();
			events.onEnd((end) -> {
				if (!ofThread().equals(name)) {
					wrong.add(ofThread() + " instead of " + name);
				}
			});
			events.send(text(name, ofExchange(exchange)));
			events.complete();
			return events;
		}

	}

}
