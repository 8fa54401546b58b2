package io.jhttp.spring.boot.autoconfigure.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.stream.StreamingBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.annotation.Secured;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.concurrent.DelegatingSecurityContextCallable;
import org.springframework.security.concurrent.DelegatingSecurityContextExecutor;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.method.configuration.EnableReactiveMethodSecurity;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static io.jhttp.spring.boot.autoconfigure.security.SecuredServer.basic;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for methods of handler beans that say themselves who may call them.
 */
class MethodSecurityTests {

	private static final String ANN = basic("ann", "ann");

	private static final String ROOT = basic("root", "root");

	private final ApplicationContextRunner runner = SecuredServer.runner();

	@ParameterizedTest
	@ValueSource(strings = { "/pre", "/post", "/secured", "/stage", "/mono", "/nested", "/callable", "/later",
			"/stream", "/mono/later" })
	void onlyThoseMayCallItWhoAreAllowedTo(String path) {
		HandlerServer.run(this.runner, Application.class, (client, context) -> {
			assertThat(client.send("GET", path)).startsWith("HTTP/1.1 401 ").contains("\r\nWWW-Authenticate: Basic ");
			assertThat(client.send("GET", path, ANN)).startsWith("HTTP/1.1 403 ").doesNotContain("WWW-Authenticate");
			assertThat(client.send("GET", path, ROOT)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nroot");
		});
	}

	@Test
	void reactiveMethodsAreSecuredByTheContextOfReactor() {
		HandlerServer.run(this.runner, Reactive.class, (client, context) -> {
			assertThat(client.send("GET", "/reactive")).startsWith("HTTP/1.1 401 ");
			assertThat(client.send("GET", "/reactive", ANN)).startsWith("HTTP/1.1 403 ");
			assertThat(client.send("GET", "/reactive", ROOT)).endsWith("\r\n\r\nroot");
		});
	}

	@Test
	void anExceptionHandlerMayTakeTheRefusalAndKnowsTheUser() {
		HandlerServer.run(this.runner.withUserConfiguration(Advice.class), Application.class, (client, context) -> {
			for (String path : List.of("/pre", "/callable", "/later", "/stream", "/mono/later")) {
				assertThat(client.send("GET", path, ANN)).as(path)
					.startsWith("HTTP/1.1 418 ")
					.endsWith("\r\n\r\nnot for ann");
			}
		});
	}

	@Test
	void aMethodThatIsFinalPrivateOrStaticFailsTheStart() {
		assertFails(Final.class, "it is marked @PreAuthorize, and a method that is final cannot be secured");
		assertFails(Private.class, "it is marked @Secured, and a method that is private cannot be secured");
	}

	@Test
	void anAnnotationThatNothingLooksAtFailsTheStart() {
		this.runner.withUserConfiguration(OpenChain.class, Pre.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("it is marked @PreAuthorize, and nothing checks who calls it"));
		this.runner.withUserConfiguration(OpenChain.class, OfClass.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("it is marked @PreAuthorize, and nothing checks who calls it"));
		this.runner.withUserConfiguration(OpenChain.class, WithoutSecured.class, OnlySecured.class)
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("it is marked @Secured, and nothing checks who calls it"));
	}

	@Test
	void anAnnotationOfAHandlerClassFailsTheStart() {
		this.runner.withUserConfiguration(OpenChain.class, Enabled.class)
			.withPropertyValues("jhttp.handler-class=" + HandlerClass.class.getName())
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasMessageContaining("its method doGet has an annotation of method security"));
	}

	@Test
	void anAnnotationOfTheClassIsForAllItsMethods() {
		this.runner.withUserConfiguration(OpenChain.class, Enabled.class, OfClass.class).run((context) -> {
			var client = HandlerServer.client(context);
			assertThat(client.send("GET", "/class", ANN)).startsWith("HTTP/1.1 403 ");
			assertThat(client.send("GET", "/class", ROOT)).endsWith("\r\n\r\nclass");
		});
	}

	private void assertFails(Class<?> handler, String message) {
		this.runner.withUserConfiguration(OpenChain.class, Enabled.class, handler)
			.run((context) -> assertThat(context).hasFailed().getFailure().rootCause().hasMessageContaining(message));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity(securedEnabled = true)
	static class Enabled {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class WithoutSecured {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ OpenChain.class, Enabled.class, Handlers.class, Service.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableReactiveMethodSecurity
	@Import({ OpenChain.class, ReactiveHandlers.class })
	static class Reactive {

	}

	@RequestHandler
	static class Handlers {

		private final Service service;

		Handlers(Service service) {
			this.service = service;
		}

		@Get("/pre")
		@PreAuthorize("hasRole('ADMIN')")
		String pre() {
			return "root";
		}

		@Get("/post")
		@PostAuthorize("returnObject == authentication.name")
		String post() {
			return "root";
		}

		@Get("/secured")
		@Secured("ROLE_ADMIN")
		String secured() {
			return "root";
		}

		@Get("/stage")
		@PreAuthorize("hasRole('ADMIN')")
		CompletionStage<String> stage() {
			return CompletableFuture.supplyAsync(() -> "root",
					CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS));
		}

		@Get("/mono")
		@PreAuthorize("hasRole('ADMIN')")
		Mono<String> mono() {
			return Mono.just("root");
		}

		@Get("/nested")
		String nested() {
			return this.service.get();
		}

		@Get("/callable")
		Callable<String> callable() {
			return this.service::get;
		}

		/** Threads of the application know the user by this only. */
		@Get("/later")
		CompletionStage<String> later() {
			return CompletableFuture.supplyAsync(this.service::get,
					new DelegatingSecurityContextExecutor(ForkJoinPool.commonPool()));
		}

		@Get("/stream")
		StreamingBody stream() {
			return (output) -> output.write(this.service.get().getBytes(StandardCharsets.US_ASCII));
		}

		@Get("/mono/later")
		Mono<String> monoLater() {
			SecurityContext context = SecurityContextHolder.getContext();
			return Mono.fromCallable(new DelegatingSecurityContextCallable<>(this.service::get, context))
				.delaySubscription(Duration.ofMillis(1));
		}

	}

	@RestControllerAdvice
	static class Advice {

		@ExceptionHandler
		ResponseEntity<String> handle(AccessDeniedException failure) {
			return ResponseEntity.status(418)
				.body("not for " + SecurityContextHolder.getContext().getAuthentication().getName());
		}

	}

	static class Service {

		@PreAuthorize("hasRole('ADMIN')")
		public String get() {
			return "root";
		}

	}

	@RequestHandler
	static class ReactiveHandlers {

		@Get("/reactive")
		@PreAuthorize("hasRole('ADMIN')")
		public Mono<String> get() {
			return Mono.just("root");
		}

	}

	@RequestHandler
	static class Pre {

		@Get("/pre")
		@PreAuthorize("hasRole('ADMIN')")
		String pre() {
			return "pre";
		}

	}

	@RequestHandler
	@PreAuthorize("hasRole('ADMIN')")
	static class OfClass {

		@Get("/class")
		String get() {
			return "class";
		}

	}

	@RequestHandler
	static class OnlySecured {

		@Get("/secured")
		@Secured("ROLE_ADMIN")
		String get() {
			return "secured";
		}

	}

	public static class HandlerClass extends BaseHttpRequestHandler {

		@Get
		@Secured("ROLE_ADMIN")
		void doGet() {
		}

	}

	@RequestHandler
	static class Final {

		@Get("/final")
		@PreAuthorize("hasRole('ADMIN')")
		final String get() {
			return "final";
		}

	}

	@RequestHandler
	static class Private {

		@Get("/private")
		@Secured("ROLE_ADMIN")
		private String get() {
			return "private";
		}

	}

}
