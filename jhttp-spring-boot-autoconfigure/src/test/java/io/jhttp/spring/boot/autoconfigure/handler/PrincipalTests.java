package io.jhttp.spring.boot.autoconfigure.handler;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Principal;
import java.util.Optional;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who has made a request, which a filter of the application has found out.
 */
@ExtendWith(OutputCaptureExtension.class)
class PrincipalTests {

	@TempDir
	Path directory;

	private static String body(String response) {
		return response.substring(response.indexOf("\r\n\r\n") + 4);
	}

	private static String as(TestClient client, String user, String path) {
		return body(client.send("GET", path, "X-User: " + user));
	}

	@Test
	void handlerMethodIsGivenTheUser() {
		HandlerServer.run(Handlers.class, (client, context) -> {
			assertThat(as(client, "ann", "/principal")).isEqualTo("ann");
			assertThat(as(client, "ann", "/optional")).isEqualTo("ann");
			assertThat(as(client, "ann", "/user")).isEqualTo("ann");
			assertThat(as(client, "ann", "/optional-user")).isEqualTo("ann");
		});
	}

	@Test
	void handlerMethodIsGivenNothingIfNoUserIsKnown() {
		HandlerServer.run(Handlers.class, (client, context) -> {
			assertThat(body(client.send("GET", "/principal"))).isEqualTo("null");
			assertThat(body(client.send("GET", "/optional"))).isEqualTo("nobody");
			assertThat(body(client.send("GET", "/user"))).isEqualTo("null");
		});
	}

	@Test
	void handlerMethodIsNotCalledWithAUserOfAnotherType(CapturedOutput output) {
		HandlerServer.run(Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/other", "X-User: ann")).startsWith("HTTP/1.1 500 ");
			assertThat(output).contains("The current user is not of type " + Other.class.getName());
		});
	}

	@Test
	void handlerClassKnowsTheUser() {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.handler-class=" + OfClass.class.getName()),
				Authenticating.class, (client, context) -> {
					assertThat(as(client, "ann", "/")).contains("\r\nann\r\n");
					assertThat(body(client.send("GET", "/"))).contains("\r\nnull\r\n");
				});
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void scriptIsToldTheUser() throws Exception {
		Files.setPosixFilePermissions(this.directory, PosixFilePermissions.fromString("rwxr-xr-x"));
		Path scripts = Files.createDirectory(this.directory.resolve("cgi-bin"));
		Path script = Files.writeString(scripts.resolve("user"),
				"#!/bin/sh\necho 'Content-Type: text/plain'\necho\necho \"${REMOTE_USER-nobody} ${AUTH_TYPE-none}\"\n");
		Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
		HandlerServer.run(
				HandlerServer.runner()
					.withPropertyValues("jhttp.directory=" + this.directory, "jhttp.cgi.enabled=true"),
				Authenticating.class, (client, context) -> {
					assertThat(client.send("GET", "/cgi-bin/user", "X-User: ann")).contains("ann Test\n");
					assertThat(client.send("GET", "/cgi-bin/user")).contains("nobody none\n");
				});
	}

	@Test
	void accessLogNamesTheUser(CapturedOutput output) {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.access-log.enabled=true"), Handlers.class,
				(client, context) -> {
					as(client, "ann", "/principal");
					while (!output.toString().contains("\"GET /principal HTTP/1.1\" 200 3")) {
						Thread.onSpinWait();
					}
					assertThat(output).contains("127.0.0.1 - ann [");
				});
	}

	/** What a filter has found out. */
	record User(String getName) implements Principal {
	}

	/** Another kind of user. */
	record Other(String getName) implements Principal {
	}

	@Configuration(proxyBeanMethods = false)
	static class Authenticating {

		@Bean
		JhttpFilter authenticating() {
			return (exchange, next) -> {
				String name = exchange.request().header("X-User");
				if (name != null) {
					exchange.authenticated(new User(name), "Test");
				}
				next.handle(exchange);
			};
		}

	}

	@RequestHandler
	@Import(Authenticating.class)
	static class Handlers {

		@Get("/principal")
		String principal(Principal principal) {
			return (principal != null) ? principal.getName() : "null";
		}

		@Get("/optional")
		String optional(Optional<Principal> principal) {
			return principal.map(Principal::getName).orElse("nobody");
		}

		@Get("/user")
		String user(User user) {
			return (user != null) ? user.getName() : "null";
		}

		@Get("/optional-user")
		String optionalUser(Optional<User> user) {
			return user.map(User::getName).orElse("nobody");
		}

		@Get("/other")
		String other(Other other) {
			return other.getName();
		}

	}

	public static class OfClass extends BaseHttpRequestHandler {

		@Get
		void get() throws Exception {
			sendResponse(200);
			endHeaders();
			output().write(String.valueOf((principal() != null) ? principal().getName() : null).getBytes());
		}

	}

}
