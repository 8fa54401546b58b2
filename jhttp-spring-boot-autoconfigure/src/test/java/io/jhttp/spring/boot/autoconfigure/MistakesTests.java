package io.jhttp.spring.boot.autoconfigure;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mistakes in configuration and signatures, each with what it is answered with.
 */
class MistakesTests {

	private static final String FILES = "jhttp.directory=src/test/resources";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, JhttpServerAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1");

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "ssl", "propertiesWithoutEffect" })
	void startFailsWithAnAnalysis(Mistake mistake) {
		AtomicReference<ConfigurableApplicationContext> started = new AtomicReference<>();
		this.contextRunner.withInitializer(started::set)
			.withUserConfiguration(mistake.beans().toArray(new Class<?>[0]))
			.withPropertyValues(mistake.properties().toArray(new String[0]))
			.run((context) -> {
				Throwable failure = context.getStartupFailure();
				assertThat(failure).as("The start").isNotNull();
				FailureAnalysis analysis = analyze(failure, started.get());
				assertThat(analysis.getDescription() + "\n" + analysis.getAction()).doesNotContain("secret")
					.containsSubsequence(mistake.told());
			});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void threadsOfThePoolAreRefusedBesideVirtualThreads() {
		startFailsWithAnAnalysis(Mistake.of("The pool's threads")
			.properties("spring.threads.virtual.enabled=true", "jhttp.threads.max=7", "jhttp.threads.queue-capacity=7")
			.told("jhttp.threads.max ", "jhttp.threads.queue-capacity ", "handlers run on virtual threads",
					"Set jhttp.threads.virtual.max instead"));
	}

	/** Profiles switch off what others configure. */
	@ParameterizedTest
	@ValueSource(strings = { "jhttp.ssl.enabled=false,jhttp.ssl.key-store=x.p12,jhttp.ssl.handshake-timeout=5s",
			"jhttp.access-log.enabled=false,jhttp.access-log.file=access.log,jhttp.access-log.rotation.daily=true",
			"jhttp.cgi.enabled=false,jhttp.cgi.directories=/scripts",
			"spring.threads.virtual.enabled=false,jhttp.threads.max=7" })
	void whatIsSwitchedOffInSoManyWordsMayBeConfigured(String properties) {
		this.contextRunner.withPropertyValues(FILES)
			.withPropertyValues(properties.split(","))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/** Such names have no dashes. */
	@Test
	void variablesOfTheSystemAreKnownByTheirNames() {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource(
						"test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						Map.of("JHTTP_SSL_BUNDLE", "web", "JHTTP_SSL_CLIENT_AUTH", "none", "JHTTP_SSL_HANDSHAKETIMEOUT",
								"5s", "JHTTP_SSL_SERVERNAMEBUNDLES_0_SERVERNAME", "a.example",
								"JHTTP_SSL_SERVERNAMEBUNDLES_0_BUNDLE", "web"))))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isNotInstanceOf(UnusedPropertyException.class)
				.hasMessageContaining("'web'"));
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource(
						"test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						Map.of("JHTTP_SSL_KEY_STORE", "x.p12"))))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(UnusedPropertyException.class)
				.hasMessageContaining("jhttp.ssl.key.store"));
	}

	private static FailureAnalysis analyze(Throwable failure, ConfigurableApplicationContext context) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class,
					ArgumentResolver.of(BeanFactory.class, context.getBeanFactory())
						.and(Environment.class, context.getEnvironment()))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No analysis of " + failure, failure));
	}

	static Stream<Mistake> ssl() {
		return Stream.of(Mistake.of("The key store of server.ssl, put below jhttp.ssl")
			.properties("jhttp.ssl.key-store=classpath:x.p12", "jhttp.ssl.key-store-password=secret")
			.told("jhttp.ssl.key-store ", "jhttp.ssl.key-store-password ",
					"keys and certificates from an SSL bundle only", "spring.ssl.bundle.jks", "jhttp.ssl.bundle=web"),
				Mistake.of("A certificate and a key as PEM")
					.properties("jhttp.ssl.certificate=cert.pem", "jhttp.ssl.certificate-private-key=key.pem")
					.told("jhttp.ssl.certificate ", "spring.ssl.bundle.pem"),
				Mistake.of("A key store beside a bundle")
					.properties("jhttp.ssl.bundle=web", "jhttp.ssl.key-alias=secret")
					.told("jhttp.ssl.key-alias ", "The properties of jhttp.ssl are bundle, client-auth"),
				Mistake.of("A bundle with a typing error")
					.properties("jhttp.ssl.bundel=web")
					.told("jhttp.ssl.bundel ", "The properties of jhttp.ssl are bundle"),
				Mistake.of("HTTPS without a bundle")
					.properties("jhttp.ssl.enabled=true")
					.told("jhttp.ssl.bundle is not set", "name one of those below spring.ssl.bundle"),
				Mistake.of("Certificates of clients without a bundle")
					.properties("jhttp.ssl.client-auth=need")
					.told("jhttp.ssl.bundle is not set", "name one of those below spring.ssl.bundle"),
				Mistake.of("A bundle that does not exist").properties("jhttp.ssl.bundle=web").told("'web'"),
				Mistake.of("A time for handshakes without HTTPS")
					.properties("jhttp.ssl.handshake-timeout=5s")
					.told("jhttp.ssl.handshake-timeout ", "the server speaks plain HTTP", "Set jhttp.ssl.bundle"),
				Mistake.of("A redirect to HTTPS that is not there")
					.properties("jhttp.ssl.redirect-from-port=0")
					.told("jhttp.ssl.redirect-from-port ", "the server speaks plain HTTP", "Set jhttp.ssl.bundle"),
				Mistake.of("A host without a bundle")
					.properties("jhttp.ssl.bundle=web", "jhttp.ssl.server-name-bundles[0].server-name=a.example")
					.told("jhttp.ssl.server-name-bundles[0].bundle is not set",
							"Each entry needs a server-name and a bundle"));
	}

	static Stream<Mistake> propertiesWithoutEffect() {
		return Stream.of(
				Mistake.of("A file of the access log that is off")
					.properties("jhttp.access-log.file=access.log")
					.told("jhttp.access-log.file ", "the access log is off", "Set jhttp.access-log.enabled to true"),
				Mistake.of("A format of the access log that is off")
					.properties("jhttp.access-log.format=json")
					.told("jhttp.access-log.format ", "the access log is off"),
				Mistake.of("Rotation of the access log that is off")
					.properties("jhttp.access-log.rotation.daily=true")
					.told("jhttp.access-log.rotation.daily ", "the access log is off"),
				Mistake.of("Rotation of an access log without a file")
					.properties("jhttp.access-log.enabled=true", "jhttp.access-log.rotation.max-history=3")
					.told("jhttp.access-log.rotation.max-history ", "the logger jhttp.access",
							"Set jhttp.access-log.file"),
				Mistake.of("Forwarding headers without a proxy")
					.properties("jhttp.proxies.headers=forwarded")
					.told("jhttp.proxies.headers", "No proxy would be believed", "jhttp.proxies.trusted"),
				Mistake.of("The PROXY protocol without a proxy")
					.properties("jhttp.proxies.proxy-protocol=true")
					.told("jhttp.proxies.proxy-protocol", "jhttp.proxies.trusted"),
				Mistake.of("A limit of virtual threads without virtual threads")
					.properties("jhttp.threads.virtual.max=7")
					.told("jhttp.threads.virtual.max ", "handlers run on platform threads",
							"Set spring.threads.virtual.enabled to true"),
				Mistake.of("Many threads, one request at a time")
					.properties("jhttp.one-at-a-time=true", "jhttp.threads.max=7")
					.told("jhttp.threads.max ", "there is one thread", "Set jhttp.one-at-a-time to false"),
				Mistake.of("Files without a directory, beside a handler bean")
					.beans(Greeting.class)
					.properties("jhttp.files.listing=false")
					.told("jhttp.files.listing ", "no files are served beside handler beans", "Set jhttp.directory"),
				Mistake.of("Scripts without a directory, beside a handler bean")
					.beans(Greeting.class)
					.properties("jhttp.cgi.enabled=true")
					.told("jhttp.cgi.enabled ", "no files are served beside handler beans", "Set jhttp.directory"),
				Mistake.of("Index pages of a handler class without files")
					.properties("jhttp.handler-class=" + Bare.class.getName(), "jhttp.index-pages=a.html")
					.told("jhttp.index-pages ", "Bare serves no files", "SimpleHttpRequestHandler"),
				Mistake.of("A directory of a handler class without files")
					.properties("jhttp.handler-class=" + Bare.class.getName(), FILES)
					.told("jhttp.directory ", "Bare serves no files", "SimpleHttpRequestHandler"),
				Mistake.of("Directories of scripts that are off")
					.properties(FILES, "jhttp.cgi.directories=/scripts")
					.told("jhttp.cgi.directories", "scripts are off", "Set jhttp.cgi.enabled to true"),
				Mistake.of("Validity of a cache that is off")
					.properties(FILES, "jhttp.files.cache.max-size=0", "jhttp.files.cache.validity=1m")
					.told("jhttp.files.cache.validity ", "which is no cache", "Set jhttp.files.cache.max-size"),
				Mistake.of("A rule for caches without a value")
					.properties(FILES, "jhttp.files.cache-control[0].pattern=*.css")
					.told("jhttp.files.cache-control[0].value is not set", "such as max-age=3600"),
				Mistake.of("A rule for caches without a pattern")
					.properties(FILES, "jhttp.files.cache-control[0].value=no-store")
					.told("jhttp.files.cache-control[0].pattern is not set", "such as *.css"),
				Mistake.of("A prefix without a page")
					.properties(FILES, "jhttp.files.fallback.prefix=/app")
					.told("jhttp.files.fallback.prefix", "Set jhttp.files.fallback.page"),
				Mistake.of("A directory beside an HttpHandler of the application")
					.beans(OwnHandler.class)
					.properties(FILES)
					.told("jhttp.directory ", "is an HttpHandler, which answers all requests", "@RequestHandler"),
				Mistake.of("A handler bean beside an HttpHandler of the application")
					.beans(OwnHandler.class, Greeting.class)
					.told("Greeting' cannot answer requests", "is an HttpHandler, which answers all requests",
							"Remove one of the two"),
				Mistake.of("A delay of a stop that has none")
					.properties("jhttp.shutdown=immediate", "jhttp.shutdown-delay=1s")
					.told("jhttp.shutdown-delay", "Set jhttp.shutdown to graceful"));
	}

	@RequestHandler
	static class Greeting {

		@Get("/greeting")
		String get() {
			return "Hello";
		}

	}

	static class Bare extends BaseHttpRequestHandler {

		@Get
		void doGet() {
		}

	}

	static class OwnHandler implements HttpHandler {

		@Override
		public void handle(io.jhttp.server.HttpExchange exchange) {
		}

	}

}
