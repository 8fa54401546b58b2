package io.jhttp.spring.boot.autoconfigure.handler;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonView;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonView}: what it hides is neither written nor read, whatever is
 * around the object.
 */
class JsonViewTests {

	private static final String JSON = "Content-Type: application/json";

	@ParameterizedTest
	@ValueSource(
			strings = { "object", "entity", "list", "optional", "future", "flux", "any", "events", "failure", "class" })
	void whatTheViewHidesIsNotWritten(String path) {
		HandlerServer.run(HandlerServer.runner().withUserConfiguration(Viewed.class), Users.class,
				(client, context) -> assertThat(client.send("GET", "/users/" + path)).contains("\"name\":\"Ann\"")
					.doesNotContain("secret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "body", "request" })
	void whatTheViewHidesIsNotRead(String path) {
		HandlerServer.run(Users.class,
				(client, context) -> assertThat(post(client, "/users/" + path)).startsWith("HTTP/1.1 200 ")
					.endsWith("Ann null"));
	}

	@Test
	void withoutAViewEverythingIsReadAndWritten() {
		HandlerServer.run(Users.class, (client, context) -> {
			assertThat(post(client, "/users/whole")).endsWith("Ann secret");
			assertThat(client.send("GET", "/users/whole")).endsWith("{\"name\":\"Ann\",\"password\":\"secret\"}");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { TwoViewsWritten.class, TwoViewsRead.class })
	void severalViewsFailTheStart(Class<?> handler) {
		HandlerServer.runner()
			.withUserConfiguration(handler)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOfSatisfying(InvalidHandlerMethodException.class, (ex) -> {
					assertThat(ex).hasMessageContaining("its @JsonView names 2 views");
					assertThat(ex.remedy()).isEqualTo("Name one view in @JsonView.");
				}));
	}

	private static String post(TestClient client, String target) {
		return client.send("POST", target,
				"{\"name\":\"Ann\",\"password\":\"secret\"}".getBytes(StandardCharsets.UTF_8), JSON);
	}

	interface Public {

	}

	interface Internal extends Public {

	}

	static class User {

		@JsonView(Public.class)
		public String name;

		@JsonView(Internal.class)
		public String password;

		static User ann() {
			User user = new User();
			user.name = "Ann";
			user.password = "secret";
			return user;
		}

	}

	@RequestHandler("/users")
	static class Users {

		@Get("/object")
		@JsonView(Public.class)
		User object() {
			return User.ann();
		}

		@Get("/entity")
		@JsonView(Public.class)
		ResponseEntity<User> entity() {
			return ResponseEntity.ok(User.ann());
		}

		@Get("/list")
		@JsonView(Public.class)
		List<User> list() {
			return List.of(User.ann());
		}

		@Get("/optional")
		@JsonView(Public.class)
		Optional<User> optional() {
			return Optional.of(User.ann());
		}

		@Get("/future")
		@JsonView(Public.class)
		CompletableFuture<User> future() {
			return CompletableFuture.supplyAsync(User::ann);
		}

		@Get("/flux")
		@JsonView(Public.class)
		Flux<User> flux() {
			return Flux.just(User.ann());
		}

		@Get("/any")
		@JsonView(Public.class)
		Object any() {
			return User.ann();
		}

		@Get("/events")
		@JsonView(Public.class)
		ServerSentEvents events() {
			ServerSentEvents events = new ServerSentEvents();
			events.send(User.ann());
			events.complete();
			return events;
		}

		@Get("/failure")
		User failure() {
			throw new IllegalStateException();
		}

		@ExceptionHandler
		@JsonView(Public.class)
		User onFailure(IllegalStateException ex) {
			return User.ann();
		}

		@Get("/whole")
		User whole() {
			return User.ann();
		}

		@Post("/body")
		String body(@RequestBody @JsonView(Public.class) User user) {
			return user.name + " " + user.password;
		}

		@Post("/request")
		String request(@JsonView(Public.class) HttpEntity<User> user) {
			return user.getBody().name + " " + user.getBody().password;
		}

		@Post("/whole")
		String whole(@RequestBody User user) {
			return user.name + " " + user.password;
		}

	}

	@RequestHandler("/users/class")
	@JsonView(Public.class)
	static class Viewed {

		@Get
		User user() {
			return User.ann();
		}

	}

	@RequestHandler
	static class TwoViewsWritten {

		@Get
		@JsonView({ Public.class, Internal.class })
		User user() {
			return User.ann();
		}

	}

	@RequestHandler
	static class TwoViewsRead {

		@Post
		void user(@RequestBody @JsonView({ Public.class, Internal.class }) User user) {
		}

	}

}
