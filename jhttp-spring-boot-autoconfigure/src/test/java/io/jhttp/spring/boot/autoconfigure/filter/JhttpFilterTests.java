package io.jhttp.spring.boot.autoconfigure.filter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.SimpleHttpRequestHandler;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for filters, over the wire.
 */
@ExtendWith(OutputCaptureExtension.class)
class JhttpFilterTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner serving(String file) throws Exception {
		Files.writeString(this.directory.resolve(file), "content of a file");
		return HandlerServer.runner().withPropertyValues("jhttp.directory=" + this.directory);
	}

	@Test
	void filterStandsAroundHandlerBeans() {
		HandlerServer.run(Surrounded.class, (client, context) -> {
			assertThat(client.send("GET", "/hello")).contains("\r\nX-Filter: before\r\n").endsWith("hello");
			assertThat(context.getBean(Surrounded.class).log).containsExactly("before", "handler", "after 200 true");
		});
	}

	@Test
	void filterStandsAroundFiles() throws Exception {
		HandlerServer.run(serving("file.txt"), Surrounded.class, (client, context) -> {
			assertThat(client.send("GET", "/file.txt")).contains("\r\nX-Filter: before\r\n")
				.endsWith("content of a file");
			assertThat(client.send("GET", "/file.txt")).contains("\r\nX-Filter: before\r\n")
				.endsWith("content of a file");
			assertThat(context.getBean(Surrounded.class).log).containsExactly("before", "after 200 true", "before",
					"after 200 true");
		});
	}

	@Test
	void filterStandsAroundTheHandlerClass() throws Exception {
		HandlerServer.run(serving("file.txt").withPropertyValues("jhttp.handler-class=" + SpamHandler.class.getName()),
				Surrounded.class, (client, context) -> {
					assertThat(client.send("SPAM", "/")).contains("\r\nX-Filter: before\r\n").endsWith("eggs");
					assertThat(client.send("GET", "/file.txt")).contains("\r\nX-Filter: before\r\n")
						.endsWith("content of a file");
					assertThat(context.getBean(Surrounded.class).log).containsExactly("before", "after 200 true",
							"before", "after 200 true");
				});
	}

	@Test
	void filterStandsAroundAHandlerOfTheApplication() {
		HandlerServer.run(OwnHandler.class, (client, context) -> {
			assertThat(client.send("GET", "/")).contains("\r\nX-Filter: before\r\n").endsWith("own");
			assertThat(context.getBean(OwnHandler.class).surrounded.log).containsExactly("before", "after 200 true");
		});
	}

	@Test
	void filtersAreCalledInTheirOrder() {
		HandlerServer.run(Ordered.class,
				(client, context) -> assertThat(client.send("GET", "/hello")).contains("\r\nX-Order: 123\r\n"));
	}

	@Test
	void filterMayAnswerItself() {
		HandlerServer.run(Refusing.class,
				(client, context) -> assertThat(client.send("GET", "/hello")).startsWith("HTTP/1.1 403 ")
					.endsWith("{\"instance\":\"/hello\",\"status\":403,\"title\":\"Forbidden\"}"));
	}

	@Test
	void exceptionOfAFilterIsHandledLikeTheHandlers(CapturedOutput output) {
		HandlerServer.run(Failing.class, (client, context) -> {
			assertThat(client.send("GET", "/problem")).startsWith("HTTP/1.1 429 ").contains("Slower, please.");
			assertThat(output).doesNotContain("Slower");
			assertThat(client.send("GET", "/other")).startsWith("HTTP/1.1 500 ").doesNotContain("secret");
			assertThat(output).containsOnlyOnce("GET /other HTTP/1.1 failed").containsOnlyOnce("secret of a filter");
		});
	}

	@Test
	void exceptionOfAHandlerBeanIsAnsweredInsideOfFilters() {
		HandlerServer.run(Catching.class,
				(client, context) -> assertThat(client.send("GET", "/failing")).startsWith("HTTP/1.1 500 ")
					.contains("\r\nX-Filter: 1\r\n")
					.doesNotContain("caught"));
	}

	@Test
	void filterThatDoesNotBlockRunsOnTheEventLoopAndTheHandlerOnAWorker() {
		HandlerServer.run(OnLoop.class, (client, context) -> {
			assertThat(client.send("GET", "/thread")).contains("\r\nX-On-Loop: true\r\n").contains("jhttp-worker");
			assertThat(client.send("GET", "/loop")).contains("\r\nX-On-Loop: true\r\n").contains("jhttp-loop");
		});
	}

	@Test
	void methodThatDoesNotBlockRunsOnTheWorkerOfAFilterThatDoes() {
		HandlerServer.run(Surrounded.class,
				(client, context) -> assertThat(client.send("GET", "/loop")).contains("jhttp-worker"));
	}

	@Test
	void filterAppliesToItsPathsOnly() {
		HandlerServer.run(Guarded.class, (client, context) -> {
			assertThat(client.send("GET", "/api/hello")).startsWith("HTTP/1.1 401 ");
			assertThat(client.send("GET", "/api")).startsWith("HTTP/1.1 401 ");
			assertThat(client.send("GET", "/v1/secret")).startsWith("HTTP/1.1 401 ");
			assertThat(client.send("GET", "/apis")).startsWith("HTTP/1.1 404 ");
			assertThat(client.send("GET", "/hello")).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("GET", "/loop")).contains("jhttp-loop");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/file.txt", "//api/file.txt", "/./api/file.txt", "/%61pi/file.txt", "/api//file.txt",
			"/%2e/api/file.txt", "/api/%66ile.txt", "///./api/.//file.txt", "/ap%69/./file.txt",
			"http://a/api/file.txt" })
	void noSpellingOfAPathGetsAroundAFilter(String target) throws Exception {
		Files.createDirectory(this.directory.resolve("api"));
		HandlerServer.run(serving("api/file.txt"), Guarded.class,
				(client, context) -> assertThat(client.send("GET", target)).startsWith("HTTP/1.1 401 "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api;v=1/hello", "/api/hello;v=1", "/%61pi;v/hello", "/v1;x/secret", "/v1/secre%74" })
	void noSpellingOfARouteGetsAroundAFilter(String target) {
		HandlerServer.run(Guarded.class,
				(client, context) -> assertThat(client.send("GET", target)).startsWith("HTTP/1.1 401 "));
	}

	/** Other filters have patterns that are asked about each path, these have not. */
	@Test
	void noSpellingGetsAroundAFilterOfSubtreesOnly() throws Exception {
		Files.createDirectory(this.directory.resolve("api"));
		Files.writeString(this.directory.resolve("api/100%.txt"), "content of a file");
		ApplicationContextRunner runner = serving("api/file.txt").withPropertyValues("filtered.base=api");
		HandlerServer.run(runner, GuardedSubtree.class, (client, context) -> {
			for (String target : List.of("/api/hello", "/api;v=1/hello", "/api/hello;v=1", "/%61pi;v/hello",
					"/%61pi/hello", "/api/file.txt", "//api/file.txt", "/api//file.txt", "/./api/file.txt",
					"/%2e/api/file.txt", "/api/100%25.txt", "//api/100%25.txt")) {
				assertThat(client.send("GET", target)).as(target).startsWith("HTTP/1.1 401 ");
			}
			assertThat(client.send("GET", "/hello;v=/api/")).startsWith("HTTP/1.1 404 ");
			assertThat(client.send("GET", "/hello;v=1")).startsWith("HTTP/1.1 200 ");
		});
	}

	@Test
	void filterOfAParentContextAppliesToItsPaths() {
		new ApplicationContextRunner().withUserConfiguration(ParentGuard.class)
			.run((parent) -> HandlerServer.run(HandlerServer.runner().withParent(parent), Hello.class,
					(client, context) -> {
						assertThat(client.send("GET", "/api/hello")).startsWith("HTTP/1.1 401 ");
						assertThat(client.send("GET", "/hello")).startsWith("HTTP/1.1 200 ");
					}));
	}

	@Test
	void prototypesAreFiltersLikeOthers() {
		HandlerServer.run(Scoped.class, (client, context) -> {
			assertThat(client.send("GET", "/hello")).contains("\r\nX-Order: 02\r\n").endsWith("hello");
			assertThat(client.send("GET", "/api/hello")).contains("\r\nX-Order: 0123\r\n").endsWith("hello");
		});
	}

	@Test
	void filterBehindAScopedProxyIsOneFilter() {
		HandlerServer.run(Proxied.class, (client, context) -> {
			assertThat(client.send("GET", "/hello")).contains("\r\nX-Order: 1\r\n").endsWith("hello");
			assertThat(client.send("GET", "/api/hello")).contains("\r\nX-Order: 12\r\n").endsWith("hello");
			assertThat(client.send("GET", "/api/hello")).contains("\r\nX-Order: 13\r\n").endsWith("hello");
		});
	}

	@Test
	void filtersAreCalledInTheOrderThatRegistrarsSay() {
		HandlerServer.run(Registering.class,
				(client, context) -> assertThat(client.send("GET", "/hello")).contains("\r\nX-Order: 12\r\n"));
	}

	@Test
	void pathThatIsNoPatternFailsTheStart() {
		HandlerServer.runner()
			.withUserConfiguration(MalformedPath.class)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("The path '/a/{' of the filter 'malformed' is malformed"));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Hello.class)
	static class Surrounded {

		final List<String> log = new CopyOnWriteArrayList<>();

		@Bean
		JhttpFilter surrounding(Hello hello) {
			hello.log = this.log;
			return (exchange, next) -> {
				this.log.add("before");
				exchange.response().header("X-Filter", "before");
				next.handle(exchange);
				this.log.add("after " + exchange.response().status() + " " + exchange.response().isBegun());
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnHandler {

		final Surrounded surrounded = new Surrounded();

		@Bean
		JhttpFilter surrounding() {
			return this.surrounded.surrounding(new Hello());
		}

		@Bean
		HttpHandler own() {
			return (exchange) -> exchange.response().send("own");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Hello.class)
	static class Ordered {

		@Bean
		@Order(3)
		JhttpFilter third() {
			return adding("3");
		}

		@Bean
		@Order(1)
		JhttpFilter first() {
			return adding("1");
		}

		@Bean
		@Order(2)
		@NonBlocking
		JhttpFilter second() {
			return adding("2");
		}

		private static JhttpFilter adding(String text) {
			return (exchange, next) -> {
				String before = exchange.response().header("X-Order");
				exchange.response().header("X-Order", ((before != null) ? before : "") + text);
				next.handle(exchange);
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Hello.class)
	static class Scoped {

		@Bean
		@Order(3)
		@Scope("prototype")
		@FilterPaths("/api/**")
		JhttpFilter third() {
			return Ordered.adding("3");
		}

		@Bean
		@Order(1)
		@Scope("prototype")
		@FilterPaths("/api/**")
		JhttpFilter first() {
			return Ordered.adding("1");
		}

		@Bean
		@Order(2)
		JhttpFilter second() {
			return Ordered.adding("2");
		}

		@Bean
		JhttpFilter zeroth() {
			return new Zeroth();
		}

		@Bean
		JhttpFilter none() {
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Hello.class)
	static class Proxied {

		private final AtomicInteger instances = new AtomicInteger(1);

		@Bean
		@Order(2)
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
		@FilterPaths("/api/**")
		JhttpFilter counting() {
			return Ordered.adding(String.valueOf(this.instances.incrementAndGet()));
		}

		@Bean
		@Order(1)
		JhttpFilter first() {
			return Ordered.adding("1");
		}

	}

	static class Zeroth implements JhttpFilter, PriorityOrdered {

		@Override
		public void filter(HttpExchange exchange, HttpHandler next) throws Exception {
			Ordered.adding("0").filter(exchange, next);
		}

		@Override
		public int getOrder() {
			return LOWEST_PRECEDENCE;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ Hello.class, Registrar.class })
	static class Registering {

	}

	static class Registrar implements BeanRegistrar {

		@Override
		public void register(BeanRegistry registry, Environment environment) {
			registry.registerBean("second", JhttpFilter.class,
					(bean) -> bean.order(2).supplier((context) -> Ordered.adding("2")));
			registry.registerBean("first", JhttpFilter.class,
					(bean) -> bean.order(1).supplier((context) -> Ordered.adding("1")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Hello.class)
	static class Refusing {

		@Bean
		JhttpFilter refusing() {
			return (exchange, next) -> exchange.response().sendError(403);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Hello.class)
	static class Failing {

		@Bean
		JhttpFilter failing() {
			return (exchange, next) -> {
				if (exchange.request().path().equals("/problem")) {
					throw new HttpProblem(429, "Slower, please.");
				}
				throw new IllegalStateException("secret of a filter");
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Hello.class)
	static class Catching {

		@Bean
		JhttpFilter catching() {
			return (exchange, next) -> {
				exchange.response().header("X-Filter", "1");
				try {
					next.handle(exchange);
				}
				catch (IllegalStateException ex) {
					exchange.response().send("caught " + ex.getMessage());
				}
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Hello.class)
	static class OnLoop {

		@Bean
		LoopFilter loopFilter() {
			return new LoopFilter();
		}

	}

	@NonBlocking
	static class LoopFilter implements JhttpFilter {

		@Override
		public void filter(HttpExchange exchange, HttpHandler next) throws Exception {
			exchange.response().header("X-On-Loop", String.valueOf(exchange.onEventLoop()));
			next.handle(exchange);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Hello.class)
	static class Guarded {

		@Bean
		@FilterPaths({ "/api/**", "/{version}/secret" })
		JhttpFilter guard() {
			return (exchange, next) -> exchange.response().status(401).send();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Hello.class)
	static class GuardedSubtree {

		@Bean
		@FilterPaths("${filtered.base}/**")
		JhttpFilter guard() {
			return (exchange, next) -> exchange.response().status(401).send();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ParentGuard {

		@Bean
		@FilterPaths("/api/**")
		JhttpFilter guard() {
			return (exchange, next) -> exchange.response().status(401).send();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MalformedPath {

		@Bean
		@FilterPaths("/a/{")
		JhttpFilter malformed() {
			return (exchange, next) -> next.handle(exchange);
		}

	}

	@RequestHandler
	static class Hello {

		volatile List<String> log = new CopyOnWriteArrayList<>();

		@Get({ "/hello", "/api/hello", "/{version}/secret" })
		String hello() {
			this.log.add("handler");
			return "hello";
		}

		@Get("/failing")
		String failing() {
			throw new IllegalStateException("it");
		}

		@Get("/thread")
		String thread() {
			return Thread.currentThread().getName();
		}

		@Get("/loop")
		@NonBlocking
		String loop() {
			return Thread.currentThread().getName();
		}

	}

	public static class SpamHandler extends SimpleHttpRequestHandler {

		@HttpVerb("SPAM")
		void doSpam() throws Exception {
			sendResponse(200);
			sendHeader("Content-Length", "4");
			endHeaders();
			output().write("eggs".getBytes());
		}

	}

}
