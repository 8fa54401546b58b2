package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.Options;
import io.jhttp.server.handler.Post;
import io.jhttp.server.handler.Put;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.TestClient;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.RootClassFilter;
import org.springframework.beans.factory.annotation.AnnotatedGenericBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.SimpleBeanDefinitionRegistry;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.AnnotationBeanNameGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for handler beans, over the wire.
 */
class HandlerBeansTests {

	private static final int MAX_IN_MEMORY = 2 * 1024 * 1024;

	private final ApplicationContextRunner contextRunner = HandlerServer.runner();

	@Test
	void knownVerbIsAnswered() {
		run(Greetings.class,
				(client) -> assertThat(client.send("GET", "/greetings/you")).startsWith("HTTP/1.1 200 ")
					.contains("\r\nContent-Type: text/plain;charset=utf-8\r\n")
					.endsWith("Hello, you"));
	}

	@Test
	void inventedVerbIsAnswered() {
		run(Greetings.class, (client) -> assertThat(client.send("SPAM", "/greetings/you")).startsWith("HTTP/1.1 200 ")
			.endsWith("spam for you"));
	}

	@Test
	void verbsAreCaseSensitive() {
		run(Greetings.class, (client) -> assertThat(client.send("spam", "/greetings/you")).startsWith("HTTP/1.1 501 ")
			.contains("Unsupported method ('spam')"));
	}

	@Test
	void getAnswersHeadWithoutContent() {
		run(Greetings.class,
				(client) -> assertThat(client.send("HEAD", "/greetings/you")).startsWith("HTTP/1.1 200 ")
					.contains("\r\nContent-Length: 10\r\n")
					.endsWith("\r\n\r\n"));
	}

	@Test
	void optionsAreAnsweredWithTheVerbsOfThePath() {
		run(Greetings.class,
				(client) -> assertThat(client.send("OPTIONS", "/greetings/you")).startsWith("HTTP/1.1 204 ")
					.contains("\r\nAllow: GET, HEAD, OPTIONS, SPAM\r\n"));
	}

	@Test
	void otherVerbsOfAKnownPathAreNotAllowed() {
		run(Greetings.class, (client) -> assertThat(client.send("POST", "/greetings/you")).startsWith("HTTP/1.1 405 ")
			.contains("\r\nAllow: GET, HEAD, OPTIONS, SPAM\r\n"));
	}

	@Test
	void verbThatOnlyAnotherPathHasIsNotAllowed() {
		run(Routes.class, (client) -> {
			assertThat(client.send("EGGS", "/a/literal")).startsWith("HTTP/1.1 405 ");
			assertThat(client.send("SPAM", "/a/literal")).startsWith("HTTP/1.1 501 ");
		});
	}

	@Test
	void unknownPathIsNotFound() {
		run(Greetings.class, (client) -> {
			assertThat(client.send("GET", "/greetings")).startsWith("HTTP/1.1 404 ");
			assertThat(client.send("GET", "/greetings/a/b")).startsWith("HTTP/1.1 404 ");
			assertThat(client.send("GET", "/")).startsWith("HTTP/1.1 404 ");
		});
	}

	@Test
	void encodedSlashDoesNotSeparateSegments() {
		HandlerServer.run(HandlerServer.runner().withPropertyValues("jhttp.allow-encoded-slash=true"), Routes.class,
				(client, context) -> {
					assertThat(client.send("GET", "/a%2Fliteral")).startsWith("HTTP/1.1 404 ");
					assertThat(client.send("GET", "/a/lit%2Feral")).endsWith("\r\n\r\nvariable lit/eral");
				});
	}

	@Test
	void malformedPathIsABadRequest() {
		run(Greetings.class, (client) -> assertThat(client.send("GET", "/greetings/%zz")).startsWith("HTTP/1.1 400 "));
	}

	@ParameterizedTest
	@CsvSource({ "/a/literal, literal", "/a/%6Citeral, literal", "/a/literal;v=1, literal", "/a/other, variable other",
			"/a/b/c, rest /b/c", "/a/gr%C3%BCn, green", "/a/x-1, regex 1", "/y/b, tie y", "/a/b, variable b" })
	void mostSpecificRouteAnswers(String target, String answer) {
		run(Routes.class, (client) -> assertThat(client.send("GET", target)).endsWith("\r\n\r\n" + answer));
	}

	@Test
	void lessSpecificRouteAnswersAVerbThatTheMostSpecificLacks() {
		run(Routes.class, (client) -> {
			assertThat(client.send("PUT", "/a/literal")).endsWith("put by variable");
			assertThat(client.send("OPTIONS", "/a/literal")).contains("\r\nAllow: GET, HEAD, OPTIONS, PUT\r\n");
		});
	}

	@Test
	void severalVerbsPathsAndBasePathsAreAllAnswered() {
		run(Several.class, (client) -> {
			for (String target : List.of("/one/x", "/one/y", "/two/x", "/two/y")) {
				assertThat(client.send("GET", target)).startsWith("HTTP/1.1 204 ");
				assertThat(client.send("SPAM", target)).startsWith("HTTP/1.1 204 ");
			}
			assertThat(client.send("OPTIONS", "/one")).startsWith("HTTP/1.1 200 ").endsWith("own options");
		});
	}

	@Test
	void composedAnnotationsGiveVerbAndPaths() {
		run(Composed.class, (client) -> {
			assertThat(client.send("SPAM", "/composed/by-value")).startsWith("HTTP/1.1 204 ");
			assertThat(client.send("EGGS", "/composed/by-path")).startsWith("HTTP/1.1 204 ");
			assertThat(client.send("SPAM", "/composed/inner")).startsWith("HTTP/1.1 204 ");
			assertThat(client.send("SPAM", "/composed/outer")).startsWith("HTTP/1.1 204 ");
		});
	}

	@Test
	void argumentsComeFromTheRequest() {
		run(Arguments.class, (client) -> {
			assertThat(client.send("GET", "/arguments/7?name=a+b%20%C3%BC&n=1&n=2", "X-Spam: eggs"))
				.endsWith("7 a b ü [1, 2] eggs default Optional.empty null true");
			assertThat(client.send("GET", "/arguments/7?name=&d=&o=3", "x-spam: eggs"))
				.endsWith("7  [] eggs default Optional[3] null true");
		});
	}

	@Test
	void missingOrUnconvertibleValueIsABadRequest() {
		run(Arguments.class, (client) -> {
			assertThat(client.send("GET", "/arguments/seven?name=a", "X-Spam: eggs")).startsWith("HTTP/1.1 400 ")
				.contains("The path variable 'id' has a wrong value.");
			assertThat(client.send("GET", "/arguments/7", "X-Spam: eggs")).startsWith("HTTP/1.1 400 ")
				.contains("The parameter 'name' is missing.");
			assertThat(client.send("GET", "/arguments/7?name=a")).startsWith("HTTP/1.1 400 ")
				.contains("The header field 'X-Spam' is missing.");
			assertThat(client.send("GET", "/arguments/7?name=%C3", "X-Spam: eggs")).startsWith("HTTP/1.1 400 ");
			assertThat(client.send("GET", "/number?n=")).startsWith("HTTP/1.1 400 ");
		});
	}

	@Test
	void contentIsReadAsBytesTextOrStream() {
		byte[] content = "grün".getBytes(StandardCharsets.UTF_8);
		run(Content.class, (client) -> {
			assertThat(client.send("POST", "/content/bytes", content)).contains("application/octet-stream")
				.endsWith("grün");
			assertThat(client.send("POST", "/content/text", content)).endsWith("grün");
			assertThat(client.send("POST", "/content/stream", content)).endsWith("grün");
			assertThat(client.send("POST", "/content/text", "grün".getBytes(StandardCharsets.ISO_8859_1),
					"Content-Type: text/plain; charset=iso-8859-1"))
				.endsWith("grün");
		});
	}

	@Test
	void contentThatCannotBeReadIsRefused() {
		run(Content.class, (client) -> {
			assertThat(client.send("POST", "/content/text")).startsWith("HTTP/1.1 400 ");
			assertThat(client.send("POST", "/content/optional")).endsWith("null");
			assertThat(client.send("POST", "/content/text", new byte[1], "Content-Type: text/plain;charset=eggs"))
				.startsWith("HTTP/1.1 415 ");
			assertThat(client.send("POST", "/content/text", new byte[1], "Content-Type: spam"))
				.startsWith("HTTP/1.1 415 ");
			assertThat(client.send("POST", "/content/bytes", new byte[MAX_IN_MEMORY + 1])).startsWith("HTTP/1.1 413 ");
			assertThat(client.send("POST", "/content/bytes", new byte[MAX_IN_MEMORY])).startsWith("HTTP/1.1 200 ");
		});
	}

	@Test
	void resultsBecomeResponses() {
		run(Results.class, (client) -> {
			assertThat(client.send("GET", "/nothing")).startsWith("HTTP/1.1 204 ");
			assertThat(client.send("GET", "/null")).startsWith("HTTP/1.1 204 ");
			assertThat(client.send("GET", "/streamed")).startsWith("HTTP/1.1 200 ").endsWith("streamed");
			assertThat(client.send("GET", "/typed")).contains("Content-Type: text/html").endsWith("<p>");
			assertThat(client.send("GET", "/entity")).startsWith("HTTP/1.1 201 ")
				.contains("\r\nLocation: /x\r\n", "\r\nSet-Cookie: a=1\r\n", "\r\nSet-Cookie: b=2\r\n")
				.endsWith("created");
			assertThat(client.send("GET", "/entity/empty")).startsWith("HTTP/1.1 410 ").endsWith("\r\n\r\n");
			assertThat(client.send("GET", "/entity/wild")).startsWith("HTTP/1.1 200 ")
				.contains("application/octet-stream");
			assertThat(client.send("GET", "/entity/other")).startsWith("HTTP/1.1 500 ");
		});
	}

	@ParameterizedTest
	@CsvSource({ "/silent/exchange, 204", "/silent/response, 204", "/silent/loop, 204", "/spoken/status, 299",
			"/spoken/field, 200", "/spoken/content, 200", "/spoken/stream, 200", "/spoken/dispatched, 200" })
	void methodThatCouldHaveAnsweredAndHasNotIsAnsweredFor(String target, int status) {
		run(Silence.class,
				(client) -> assertThat(client.send("GET", target)).startsWith("HTTP/1.1 " + status + " ")
					.containsOnlyOnce("HTTP/1.1 ")
					.contains((status == 200) ? "spam" : ""));
	}

	@Test
	void exceptionOfAMethodIsAnInternalError() {
		run(Results.class, (client) -> {
			assertThat(client.send("GET", "/failing")).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
			assertThat(client.send("GET", "/nothing")).startsWith("HTTP/1.1 204 ");
		});
	}

	@Test
	void nonBlockingMethodsRunOnTheEventLoopAndOthersOnWorkers() {
		run(Threads.class, (client) -> {
			assertThat(client.send("GET", "/loop")).endsWith("true jhttp-loop-0").doesNotContain("worker");
			assertThat(client.send("GET", "/worker")).contains("false jhttp-worker-");
		});
	}

	@Test
	void beanMethodsMayBeMarkedInPlaceOfClasses() {
		run(BeanMethodConfiguration.class, (client) -> {
			assertThat(client.send("GET", "/first")).endsWith("plain");
			assertThat(client.send("GET", "/second")).endsWith("plain");
		});
	}

	@Test
	void lazyBeanIsCreatedByItsFirstRequest() {
		AtomicInteger created = new AtomicInteger();
		this.contextRunner.withBean(AtomicInteger.class, () -> created)
			.withUserConfiguration(LazyConfiguration.class)
			.run((context) -> {
				assertThat(created).hasValue(0);
				TestClient client = new TestClient(port(context));
				assertThat(client.send("GET", "/lazy")).endsWith("plain");
				assertThat(client.send("GET", "/lazy")).endsWith("plain");
				assertThat(created).hasValue(1);
			});
	}

	@Test
	void lazyInitializationOfAllBeansStillFindsHandlers() {
		this.contextRunner.withBean("first", First.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(new TestClient(port(context)).send("GET", "/first")).endsWith("plain"));
	}

	@Test
	void prototypeHasAnInstanceForEachRequest() {
		run(PrototypeConfiguration.class, (client) -> {
			assertThat(client.send("GET", "/prototype")).endsWith("1");
			assertThat(client.send("GET", "/prototype")).endsWith("1");
		});
	}

	@Test
	void scopedProxyIsOneHandlerBean() {
		run(ScopedConfiguration.class, (client) -> {
			assertThat(client.send("GET", "/scoped")).endsWith("1");
			assertThat(client.send("GET", "/scoped")).endsWith("1");
			assertThat(client.send("GET", "/scoped-bean-method")).endsWith("1");
		});
	}

	@Test
	void proxiedBeanIsCalledThroughItsProxy() {
		this.contextRunner.withUserConfiguration(ProxyConfiguration.class, Proxied.class).run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean(Proxied.class))).isTrue();
			TestClient client = new TestClient(port(context));
			assertThat(client.send("GET", "/proxied")).endsWith("plain, intercepted");
		});
	}

	@Test
	void placeholdersInPathsAndDefaultsAreResolved() {
		this.contextRunner.withUserConfiguration(Placeholders.class)
			.withPropertyValues("api.base=/v1", "api.default=spam")
			.run((context) -> {
				TestClient client = new TestClient(port(context));
				assertThat(client.send("GET", "/v1/x")).endsWith("spam");
			});
	}

	@Test
	void basePathIsNotTakenForTheNameOfTheBean() {
		SimpleBeanDefinitionRegistry registry = new SimpleBeanDefinitionRegistry();
		assertThat(new AnnotationBeanNameGenerator()
			.generateBeanName(new AnnotatedGenericBeanDefinition(Greetings.class), registry))
			.isEqualTo("handlerBeansTests.Greetings");
	}

	private static int port(ApplicationContext context) {
		return context.getEnvironment().getRequiredProperty("local.jhttp.port", int.class);
	}

	private void run(Class<?> configuration, Consumer<TestClient> test) {
		this.contextRunner.withUserConfiguration(configuration)
			.run((context) -> test.accept(new TestClient(port(context))));
	}

	@RequestHandler("/greetings")
	static class Greetings {

		@Get("/{name}")
		String greet(@PathVariable String name) {
			return "Hello, " + name;
		}

		@HttpVerb(value = "SPAM", path = "/{who}")
		private void spam(HttpExchange exchange, @PathVariable String who) throws IOException {
			exchange.response().send("spam for " + who);
		}

	}

	@RequestHandler("a/")
	static class Routes {

		@Get("literal")
		String literal() {
			return "literal";
		}

		@Get("/grün")
		String green() {
			return "green";
		}

		@Get("/{x}")
		String variable(@PathVariable String x) {
			return "variable " + x;
		}

		@Put("/{y}")
		String put() {
			return "put by variable";
		}

		@Get("/{*rest}")
		String rest(@PathVariable String rest) {
			return "rest " + rest;
		}

		@Get("/x-{number:\\d+}")
		String regex(@PathVariable int number) {
			return "regex " + number;
		}

		@HttpVerb(value = "EGGS", path = "/only/here")
		void eggs() {
		}

		@Bean
		Ties ties() {
			return new Ties();
		}

	}

	@RequestHandler
	static class Ties {

		@Get("/{x}/b")
		String loose(@PathVariable String x) {
			return "tie " + x;
		}

	}

	@RequestHandler({ "/one", "/two" })
	static class Several {

		@HttpVerb(value = { "GET", "SPAM" }, path = { "/x", "/y" })
		void answer() {
		}

		@Options
		String options() {
			return "own options";
		}

	}

	@HttpVerb("SPAM")
	@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
	@Retention(RetentionPolicy.RUNTIME)
	@interface Spam {

		String[] value() default {};

	}

	@HttpVerb("EGGS")
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Eggs {

		String path();

	}

	@Spam("/inner")
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface SpamInner {

		String[] path() default {};

	}

	@RequestHandler("/composed")
	static class Composed {

		@Spam("/by-value")
		void byValue() {
		}

		@Eggs(path = "/by-path")
		void byPath() {
		}

		@SpamInner
		void inner() {
		}

		@SpamInner(path = "/outer")
		void outer() {
		}

	}

	@RequestHandler
	static class Arguments {

		@Get("/arguments/{id}")
		String get(@PathVariable int id, @RequestParam String name,
				@RequestParam(name = "n", required = false) List<Integer> numbers, @RequestHeader("X-Spam") String spam,
				@RequestParam(defaultValue = "default") String d, @RequestParam Optional<Integer> o,
				@RequestParam(required = false) Integer missing, HttpRequest request, HttpResponse response,
				HttpExchange exchange) {
			boolean same = exchange.request() == request && exchange.response() == response;
			return id + " " + name + " " + ((numbers != null) ? numbers : List.of()) + " " + spam + " " + d + " " + o
					+ " " + missing + " " + same;
		}

		@Get("/number")
		String number(@RequestParam int n) {
			return "" + n;
		}

	}

	@RequestHandler("/content")
	static class Content {

		@Post("/bytes")
		byte[] bytes(@RequestBody byte[] content) {
			return content;
		}

		@Post("/text")
		String text(@RequestBody String content) {
			return content;
		}

		@Post("/optional")
		String optional(@RequestBody(required = false) String content) {
			return String.valueOf(content);
		}

		@Post("/stream")
		byte[] stream(InputStream content) throws IOException {
			return content.readAllBytes();
		}

	}

	@RequestHandler
	static class Results {

		@Get("/nothing")
		void nothing() {
		}

		@Get("/null")
		String returnsNull() {
			return null;
		}

		@Get("/streamed")
		void streamed(HttpResponse response) throws IOException {
			response.output().write("streamed".getBytes(StandardCharsets.US_ASCII));
		}

		@Get("/typed")
		String typed(HttpResponse response) {
			response.contentType("text/html");
			return "<p>";
		}

		@Get("/entity")
		ResponseEntity<String> entity() {
			return ResponseEntity.status(201)
				.header(HttpHeaders.LOCATION, "/x")
				.header(HttpHeaders.SET_COOKIE, "a=1", "b=2")
				.body("created");
		}

		@Get("/entity/empty")
		ResponseEntity<Void> empty() {
			return ResponseEntity.status(410).build();
		}

		@Get("/entity/wild")
		ResponseEntity<?> wild() {
			return ResponseEntity.ok(new byte[] { 1 });
		}

		@Get("/entity/other")
		ResponseEntity<Object> other() {
			return ResponseEntity.ok(new Object());
		}

		@Get("/failing")
		String failing() throws IOException {
			throw new IOException("secret");
		}

	}

	@RequestHandler
	static class Threads {

		@NonBlocking
		@Get("/loop")
		String loop(HttpExchange exchange) {
			return exchange.onEventLoop() + " " + Thread.currentThread().getName();
		}

		@Get("/worker")
		String worker(HttpExchange exchange) {
			return exchange.onEventLoop() + " " + Thread.currentThread().getName();
		}

	}

	@RequestHandler
	static class Silence {

		@Get("/silent/exchange")
		void exchange(HttpExchange exchange) {
		}

		@Get("/silent/response")
		void response(HttpResponse response) {
		}

		@Get("/silent/loop")
		@NonBlocking
		void loop(HttpResponse response) {
		}

		@Get("/spoken/status")
		void status(HttpResponse response) {
			response.status(299);
		}

		@Get("/spoken/field")
		void field(HttpExchange exchange) {
			exchange.response().header("X", "spam");
		}

		@Get("/spoken/content")
		void content(HttpExchange exchange) throws IOException {
			exchange.response().send("spam");
		}

		@Get("/spoken/stream")
		void stream(HttpResponse response) throws IOException {
			response.output().write("spam".getBytes(StandardCharsets.US_ASCII));
		}

		@Get("/spoken/dispatched")
		@NonBlocking
		void dispatched(HttpExchange exchange) {
			exchange.dispatch((later) -> later.response().send("spam"));
		}

	}

	static class Plain {

		@Get
		String get() {
			return "plain";
		}

	}

	static class Counter {

		private int calls;

		@Get
		String get() {
			return "" + ++this.calls;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanMethodConfiguration {

		@Bean
		@RequestHandler("/first")
		Plain first() {
			return new Plain();
		}

		@Bean
		@RequestHandler("/second")
		Object second() {
			return new Plain();
		}

	}

	@RequestHandler("/first")
	static class First extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfiguration {

		@Bean
		@Lazy
		@RequestHandler("/lazy")
		Plain lazy(AtomicInteger created) {
			created.incrementAndGet();
			return new Plain();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrototypeConfiguration {

		@Bean
		@Scope("prototype")
		@RequestHandler("/prototype")
		Counter prototype() {
			return new Counter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ScopedCounter.class)
	static class ScopedConfiguration {

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		@RequestHandler("/scoped-bean-method")
		Counter scopedBeanMethod() {
			return new Counter();
		}

	}

	@RequestHandler("/scoped")
	@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class ScopedCounter extends Counter {

	}

	@RequestHandler("/proxied")
	static class Proxied extends Plain {

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyConfiguration {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static DefaultAdvisorAutoProxyCreator proxyCreator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static DefaultPointcutAdvisor advisor() {
			MethodInterceptor interceptor = (invocation) -> invocation.proceed() + ", intercepted";
			return new DefaultPointcutAdvisor(new ComposablePointcut(new RootClassFilter(Proxied.class)), interceptor);
		}

	}

	@RequestHandler("${api.base}")
	static class Placeholders {

		@Get("/x")
		String get(@RequestParam(defaultValue = "${api.default}") String value) {
			return value;
		}

	}

}
