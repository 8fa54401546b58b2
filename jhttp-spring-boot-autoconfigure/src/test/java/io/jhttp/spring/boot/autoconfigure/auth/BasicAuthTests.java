package io.jhttp.spring.boot.autoconfigure.auth;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Base64;

import io.jhttp.server.HttpListener;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.server.JhttpListener;
import io.jhttp.spring.boot.autoconfigure.server.ManagementHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;

import static io.jhttp.spring.boot.autoconfigure.auth.TestPasswords.basic;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code jhttp.auth}, over the wire.
 */
@ExtendWith(OutputCaptureExtension.class)
class BasicAuthTests {

	private static final String CHALLENGE = "\r\nWWW-Authenticate: Basic realm=\"jhttp\", charset=\"UTF-8\"\r\n";

	@TempDir
	Path directory;

	private static ApplicationContextRunner users(String... properties) {
		return HandlerServer.runner()
			.withPropertyValues("jhttp.auth.users.ann=" + TestPasswords.SECRET, "jhttp.auth.users.bob={noop}b:o b")
			.withPropertyValues(properties);
	}

	private static ApplicationContextRunner rules() {
		return users("jhttp.auth.rules[0].pattern=/open/**", "jhttp.auth.rules[0].access=anonymous",
				"jhttp.auth.rules[1].pattern=/who", "jhttp.auth.rules[1].methods=GET",
				"jhttp.auth.rules[1].access=authenticated", "jhttp.auth.rules[2].pattern=/who",
				"jhttp.auth.rules[2].users=ann", "jhttp.auth.rules[3].pattern=/never/**",
				"jhttp.auth.rules[3].access=deny", "jhttp.auth.rules[4].pattern=/loop",
				"jhttp.auth.rules[4].access=authenticated");
	}

	private static String body(String response) {
		return response.substring(response.indexOf("\r\n\r\n") + 4);
	}

	@Test
	void withoutRulesEverythingNeedsAUser() {
		HandlerServer.run(users(), Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/who")).startsWith("HTTP/1.1 401 ").contains(CHALLENGE);
			assertThat(client.send("GET", "/nothing")).startsWith("HTTP/1.1 401 ").contains(CHALLENGE);
			assertThat(client.send("GET", "/who", basic("ann", "secret"))).startsWith("HTTP/1.1 200 ").endsWith("ann");
			assertThat(client.send("GET", "/nothing", basic("ann", "secret"))).startsWith("HTTP/1.1 404 ");
		});
	}

	@Test
	void credentialsThatAreWrongAreRefused() {
		HandlerServer.run(users(), Handlers.class, (client, context) -> {
			for (String field : new String[] { basic("ann", "wrong"), basic("eve", "secret"), "Authorization: Basic",
					"Authorization: Basic !!!" }) {
				assertThat(client.send("GET", "/who", field)).as(field).startsWith("HTTP/1.1 401 ").contains(CHALLENGE);
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization: Bearer abc", "Authorization:", "Authorization: Digest username=\"ann\"" })
	void otherSchemesAreNoCredentials(String field) {
		HandlerServer.run(rules(), Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/who", field)).startsWith("HTTP/1.1 401 ").contains(CHALLENGE);
			assertThat(client.send("GET", "/open/who", field)).startsWith("HTTP/1.1 200 ").endsWith("nobody");
		});
	}

	@Test
	void severalCredentialsAreRefused() {
		HandlerServer.run(users(), Handlers.class,
				(client, context) -> assertThat(
						client.send("GET", "/who", basic("ann", "secret"), basic("bob", "b:o b")))
					.startsWith("HTTP/1.1 400 "));
	}

	@Test
	void schemeIsWrittenInAnyCaseAndAPasswordMayHaveColons() {
		HandlerServer.run(users(), Handlers.class, (client, context) -> {
			String credentials = Base64.getEncoder().encodeToString("bob:b:o b".getBytes(StandardCharsets.UTF_8));
			assertThat(client.send("GET", "/who", "authorization: bAsIc   " + credentials)).endsWith("\r\n\r\nbob");
		});
	}

	@Test
	void namesAndPasswordsAreUtf8() {
		HandlerServer.run(users("jhttp.auth.users[Jürgen.K]={noop}Käse €"), Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/who", basic("Jürgen.K", "Käse €")))
					.endsWith("\r\n\r\nJürgen.K"));
	}

	@Test
	void controlCharactersAreNoPartOfAPassword() {
		ApplicationContextRunner users = users("jhttp.auth.users.eve={noop}a\tb", "jhttp.auth.users.joe={noop}a\177b",
				"jhttp.auth.users.kim={noop}a\0b");
		HandlerServer.run(users, Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/who", basic("joe", "a\177b"))).startsWith("HTTP/1.1 401 ");
			assertThat(client.send("GET", "/who", basic("kim", "a\0b"))).startsWith("HTTP/1.1 401 ");
			assertThat(client.send("GET", "/who", basic("eve", "a\tb"))).startsWith("HTTP/1.1 401 ");
			assertThat(client.send("GET", "/who", basic("ann", "secret\0more"))).startsWith("HTTP/1.1 401 ");
		});
	}

	@Test
	void firstRuleThatMatchesCounts() {
		HandlerServer.run(rules(), Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/open/who")).startsWith("HTTP/1.1 200 ").endsWith("nobody");
			assertThat(client.send("GET", "/who")).startsWith("HTTP/1.1 401 ");
			assertThat(client.send("GET", "/who", basic("bob", "b:o b"))).endsWith("bob");
			assertThat(client.send("HEAD", "/who", basic("bob", "b:o b"))).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("POST", "/who", basic("bob", "b:o b"))).startsWith("HTTP/1.1 403 ");
			assertThat(client.send("POST", "/who", basic("ann", "secret"))).endsWith("ann posts");
			assertThat(client.send("POST", "/who")).startsWith("HTTP/1.1 401 ");
		});
	}

	@Test
	void laterRuleForAnotherNameOfAFileDoesNotCount() throws Exception {
		Files.writeString(Files.createDirectory(this.directory.resolve("a")).resolve("index.html"), "index");
		ApplicationContextRunner runner = users("jhttp.directory=" + this.directory, "jhttp.auth.rules[0].pattern=/a/",
				"jhttp.auth.rules[0].access=anonymous", "jhttp.auth.rules[1].pattern=/a/index.html",
				"jhttp.auth.rules[1].access=authenticated");
		HandlerServer.run(runner, Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/a/")).startsWith("HTTP/1.1 200 ").endsWith("index");
			assertThat(client.send("GET", "/a/index.html")).startsWith("HTTP/1.1 401 ");
		});
	}

	@Test
	void noClientComesInWhereItIsDeniedOrNoRuleMatches() {
		HandlerServer.run(rules(), Handlers.class, (client, context) -> {
			for (String path : new String[] { "/never", "/never/who", "/other" }) {
				assertThat(client.send("GET", path)).startsWith("HTTP/1.1 403 ").doesNotContain("WWW-Auth");
				assertThat(client.send("GET", path, basic("ann", "secret"))).startsWith("HTTP/1.1 403 ");
				assertThat(client.send("GET", path, basic("ann", "wrong"))).startsWith("HTTP/1.1 403 ");
			}
		});
	}

	@Test
	void userIsKnownWhereEveryClientMayComeIn() {
		HandlerServer.run(rules(), Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/open/who", basic("ann", "secret"))).endsWith("\r\n\r\nann");
			assertThat(client.send("GET", "/open/who", basic("ann", "wrong"))).startsWith("HTTP/1.1 401 ");
		});
	}

	@Test
	void malformedCredentialsAreRefusedWhereEveryClientMayComeIn() {
		HandlerServer.run(rules(), Handlers.class, (client, context) -> {
			for (String malformed : new String[] { "!!!", "YW5u", "/zpzZWNyZXQ=" }) {
				assertThat(client.send("GET", "/open/who", "Authorization: Basic " + malformed)).as(malformed)
					.startsWith("HTTP/1.1 401 ");
			}
		});
	}

	@Test
	void passwordIsVerifiedOnAWorkerAndKnownOnTheEventLoop() {
		HandlerServer.run(rules(), Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/loop", basic("ann", "secret"))).contains("jhttp-worker");
			assertThat(client.send("GET", "/loop", basic("ann", "secret"))).contains("jhttp-loop");
		});
	}

	@Test
	void addressOfManyWrongPasswordsHasToWait() {
		HandlerServer.run(users(), Handlers.class, (client, context) -> {
			client.send("GET", "/who", basic("bob", "b:o b"));
			for (int i = 0; i < 5; i++) {
				assertThat(client.send("GET", "/who", basic("ann", "wrong" + i))).startsWith("HTTP/1.1 401 ");
			}
			// Even if it is right: otherwise it would tell.
			assertThat(client.send("GET", "/who", basic("ann", "secret"))).startsWith("HTTP/1.1 429 ")
				.contains("\r\nRetry-After: 1\r\n")
				.doesNotContain("WWW-Authenticate");
			assertThat(client.send("GET", "/who", basic("bob", "b:o b"))).endsWith("\r\n\r\nbob");
			assertThat(client.send("GET", "/who")).startsWith("HTTP/1.1 401 ");
		});
	}

	@Test
	void filterOfTheApplicationMayHaveFoundOutWhoItIs() {
		HandlerServer.run(users(), Trusting.class, (client, context) -> {
			assertThat(client.send("GET", "/who", "X-User: ann")).endsWith("\r\n\r\nann");
			assertThat(client.send("GET", "/who", "X-User: ann", basic("bob", "b:o b"))).endsWith("\r\n\r\nann");
		});
	}

	@Test
	void realmIsWhatTheOwnerSays() {
		HandlerServer.run(users("jhttp.auth.realm=The \"old\" \\ one"), Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/who"))
					.contains("realm=\"The \\\"old\\\" \\\\ one\", charset"));
	}

	@Test
	void errorHasTheFormOfOthers() {
		HandlerServer.run(users(), Handlers.class, (client, context) -> {
			assertThat(body(client.send("GET", "/who")))
				.isEqualTo("{\"instance\":\"/who\",\"status\":401,\"title\":\"Unauthorized\"}");
			assertThat(client.send("GET", "/who", "Accept: text/html")).contains("<title>");
		});
	}

	@Test
	void usersAreReadFromAFile() throws Exception {
		Path file = Files.writeString(this.directory.resolve("users"), "eve:" + TestPasswords.SECRET);
		HandlerServer.run(users("jhttp.auth.users-file=" + file), Handlers.class, (client, context) -> {
			assertThat(client.send("GET", "/who", basic("eve", "secret"))).endsWith("\r\n\r\neve");
			assertThat(client.send("GET", "/who", basic("ann", "secret"))).endsWith("\r\n\r\nann");
		});
	}

	@Test
	void fileWithUsersIsReadAgainWhenItHasChanged() throws Exception {
		Path file = Files.writeString(this.directory.resolve("users"), "eve:" + TestPasswords.SECRET);
		HandlerServer.run(users("jhttp.auth.users-file=" + file), Handlers.class, (client, context) -> {
			Files.writeString(file, "adam:" + TestPasswords.SECRET);
			assertThat(client.send("GET", "/who", basic("eve", "secret"))).startsWith("HTTP/1.1 401 ");
			assertThat(client.send("GET", "/who", basic("adam", "secret"))).endsWith("\r\n\r\nadam");
			assertThat(client.send("GET", "/who", basic("ann", "secret"))).endsWith("\r\n\r\nann");
		});
	}

	@Test
	void passwordLongerThanBcryptComparesIsWrong() {
		HandlerServer.run(users(), Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/who", basic("ann", "secret".repeat(1000))))
					.startsWith("HTTP/1.1 401 "));
	}

	/** What was meant to be the content must not become the next request. */
	@Test
	void connectionGoesOnAfterARefusedRequestWithContent() {
		HandlerServer.run(rules(), Handlers.class, (client, context) -> {
			String content = "GET /never/who HTTP/1.1\r\nHost: a\r\n\r\n";
			String post = "POST /who HTTP/1.1\r\nHost: a\r\n";
			String last = "GET /open/who HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
			for (String framed : new String[] { "Content-Length: " + content.length() + "\r\n\r\n" + content,
					"Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(content.length()) + "\r\n" + content
							+ "\r\n0\r\n\r\n" }) {
				for (String credentials : new String[] { "", basic("ann", "wrong") + "\r\n" }) {
					String responses = exchange(client, post + credentials + framed + last);
					assertThat(responses).startsWith("HTTP/1.1 401 ").endsWith("\r\n\r\nnobody");
					assertThat(responses.split("HTTP/1\\.1 ", -1)).hasSize(3);
				}
			}
		});
	}

	@Test
	void refusalOfHeadHasNoContentAndThatOfOptionsTellsNoMethods() {
		HandlerServer.run(users(), Handlers.class, (client, context) -> {
			assertThat(client.send("HEAD", "/who")).startsWith("HTTP/1.1 401 ")
				.contains(CHALLENGE)
				.endsWith("\r\n\r\n");
			assertThat(client.send("OPTIONS", "/who")).startsWith("HTTP/1.1 401 ")
				.contains(CHALLENGE)
				.doesNotContain("\r\nAllow:");
		});
	}

	private static String exchange(TestClient client, String requests) throws IOException {
		try (Socket socket = client.connect()) {
			socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void fileWithUsersIsNotServed() throws Exception {
		String hash = "eve:" + TestPasswords.SECRET;
		Path file = Files.writeString(this.directory.resolve("users"), hash);
		Path hidden = Files.writeString(this.directory.resolve(".htpasswd"), hash);
		users("jhttp.directory=" + this.directory, "jhttp.auth.users-file=" + file)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("Clients could download it from " + this.directory));
		HandlerServer.run(users("jhttp.directory=" + this.directory, "jhttp.auth.users-file=" + hidden), Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/.htpasswd", basic("eve", "secret")))
					.startsWith("HTTP/1.1 404 "));
	}

	@Test
	void withoutTheLibraryOnlyPlainPasswordsWork() {
		FilteredClassLoader missing = new FilteredClassLoader("org.springframework.security.crypto");
		HandlerServer.runner()
			.withClassLoader(missing)
			.withPropertyValues("jhttp.auth.users.bob={noop}b")
			.run((context) -> assertThat(context).hasNotFailed());
		users().withClassLoader(missing)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.satisfies((failure) -> assertThat(new MissingBcryptFailureAnalyzer().analyze(failure).getAction())
					.contains("org.springframework.security:spring-security-crypto")));
	}

	@ParameterizedTest
	@CsvSource({ "users.ann=hunter2, User 'ann' has a password that is not hashed by bcrypt",
			"users.ann=$apr1$a$b, hashed by MD5", "users-file=missing, It cannot be read",
			"rules[0].access=deny, A rule needs the pattern", "rules[0].pattern=/a, Set access to anonymous",
			"rules[0].pattern=/{, It is malformed at position" })
	void mistakeFailsTheStart(String property, String reason) {
		HandlerServer.runner()
			.withPropertyValues("jhttp.auth." + property)
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining(reason));
	}

	@Test
	void realmThatMayNotStandInAHeaderFailsTheStart() {
		users("jhttp.auth.realm=a\u0000b")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("Property jhttp.auth.realm"));
	}

	@Test
	void propertyWithoutAValueFailsTheStart() {
		HandlerServer.runner()
			.withPropertyValues("jhttp.auth.users-file=")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void secretIsNotTold() {
		HandlerServer.runner()
			.withPropertyValues("jhttp.auth.users.ann=hunter2")
			.run((context) -> assertThat(context).getFailure().satisfies((failure) -> {
				for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
					assertThat(String.valueOf(cause.getMessage())).doesNotContain("hunter2");
				}
			}));
	}

	@Test
	void ruleThatCannotWorkFailsTheStart() {
		String[] all = { "jhttp.auth.rules[0].pattern=/**", "jhttp.auth.rules[0].access=authenticated" };
		HandlerServer.runner()
			.withPropertyValues(all)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("There are rules, but no users."));
		users(all).withPropertyValues("jhttp.auth.rules[1].pattern=/a", "jhttp.auth.rules[1].access=deny")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("This rule never counts, as jhttp.auth.rules[0] matches everything."));
		users("jhttp.auth.rules[0].pattern=/a", "jhttp.auth.rules[0].users=eve")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("There is no user 'eve'."));
		users("jhttp.auth.rules[0].pattern=/a", "jhttp.auth.rules[0].users=ann", "jhttp.auth.rules[0].access=deny")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("A rule with users can only have the access authenticated."));
	}

	@Test
	void unencryptedPasswordsAreWarnedOf(CapturedOutput output) {
		HandlerServer.runner()
			.withPropertyValues("jhttp.auth.users.bob={noop}b", "jhttp.address=0.0.0.0")
			.withUserConfiguration(Handlers.class)
			.run((context) -> assertThat(output).containsOnlyOnce("Passwords are sent unencrypted"));
	}

	@Test
	void unencryptedListenersAreWarnedOf(CapturedOutput output) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class))
			.withPropertyValues("jhttp.auth.users.bob={noop}b", "jhttp.listeners.web.port=0",
					"jhttp.listeners.web.address=127.0.0.1",
					"jhttp.listeners.local.path=" + this.directory.resolve("s"), "jhttp.listeners.open.port=0",
					"jhttp.listeners.open.address=0.0.0.0")
			.withUserConfiguration(Handlers.class)
			.run((context) -> assertThat(output).containsOnlyOnce("Passwords are sent unencrypted")
				.contains("Set jhttp.listeners.open.ssl.bundle"));
	}

	@Test
	void unencryptedManagementPortIsWarnedOf(CapturedOutput output) {
		HandlerServer.runner()
			.withPropertyValues("jhttp.auth.users.bob={noop}b")
			.withUserConfiguration(Handlers.class)
			.withBean(ManagementHandler.class, Management::new)
			.run((context) -> assertThat(output).containsOnlyOnce("Passwords are sent unencrypted")
				.contains("Set management.server.ssl.bundle", "management.server.address=127.0.0.1"));
	}

	@Test
	void onThisMachineAndBehindProxiesNothingIsWarnedOf(CapturedOutput output) {
		users().withUserConfiguration(Handlers.class).run((context) -> assertThat(context).hasNotFailed());
		users("jhttp.address=0.0.0.0", "jhttp.proxies.trusted=10.0.0.1").withUserConfiguration(Handlers.class)
			.run((context) -> assertThat(output).doesNotContain("unencrypted"));
	}

	@Test
	void withoutPropertiesThereIsNoFilter() {
		HandlerServer.run(Handlers.class,
				(client, context) -> assertThat(client.send("GET", "/other")).endsWith("\r\n\r\nother"));
	}

	/** Conditions are looked at when it is built, and a condition would leave it open. */
	@Test
	void applicationThatWasBuiltAheadOfTimeIsProtectedByPropertiesOfItsStart() {
		HandlerServer.runner()
			.run((context) -> assertThat(context.getBeanFactory().getBeanDefinitionNames())
				.contains("jhttpAccessFilter", "jhttpSecurityHeadersFilter", "jhttpCrossSiteFilter"));
	}

	@Test
	void userOfAKeptConnectionIsForgottenWithTheRequest() {
		HandlerServer.run(rules(), Handlers.class, (client, context) -> {
			String both = "GET /who HTTP/1.1\r\nHost: a\r\n" + basic("ann", "secret")
					+ "\r\n\r\nGET /open/who HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
			try (var socket = client.connect()) {
				socket.getOutputStream().write(both.getBytes(StandardCharsets.US_ASCII));
				assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("ann")
					.endsWith("\r\n\r\nnobody");
			}
		});
	}

	/** A port of its own on all interfaces. */
	private static final class Management implements ManagementHandler {

		@Override
		public HttpListener serve(HttpListener listener) {
			return listener;
		}

		@Override
		public JhttpListener listener() {
			HttpListener listener = HttpListener.of("management", new InetSocketAddress(0))
				.handler((exchange) -> exchange.response().send("managed"));
			return new JhttpListener(listener, "management.server.address", "management.server.port");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Handlers.class)
	static class Trusting {

		@Bean
		@Order(-101)
		JhttpFilter trusting() {
			return (exchange, next) -> {
				exchange.authenticated(() -> String.valueOf(exchange.request().header("X-User")), "Test");
				next.handle(exchange);
			};
		}

	}

	@RequestHandler
	static class Handlers {

		@Get("/who")
		String who(Principal principal) {
			return (principal != null) ? principal.getName() : "nobody";
		}

		@Post("/who")
		String post(Principal principal) {
			return principal.getName() + " posts";
		}

		@Get("/open/who")
		String open(Principal principal) {
			return who(principal);
		}

		@Get("/never/who")
		String never() {
			return "never";
		}

		@Get("/other")
		String other() {
			return "other";
		}

		@Get("/loop")
		@NonBlocking
		String loop() {
			return Thread.currentThread().getName();
		}

	}

}
