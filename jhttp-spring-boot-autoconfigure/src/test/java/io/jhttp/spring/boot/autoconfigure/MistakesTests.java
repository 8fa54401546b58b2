package io.jhttp.spring.boot.autoconfigure;

import java.io.Reader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.Post;
import io.jhttp.server.handler.SimpleHttpRequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.service.annotation.PostExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mistakes in configuration and signatures, each with what it is answered with.
 */
@ExtendWith(OutputCaptureExtension.class)
class MistakesTests {

	private static final String FILES = "jhttp.directory=src/test/resources";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class, SslAutoConfiguration.class,
				JhttpServerAutoConfiguration.class))
		.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1");

	@ParameterizedTest(name = "{0}")
	@MethodSource({ "ssl", "propertiesWithoutEffect", "valuesThatCannotBeUsed", "handlerBeans", "parameters" })
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

	@ParameterizedTest(name = "{0}")
	@MethodSource("warnings")
	void startWarns(Mistake mistake, CapturedOutput output) {
		this.contextRunner.withUserConfiguration(mistake.beans().toArray(new Class<?>[0]))
			.withPropertyValues(mistake.properties().toArray(new String[0]))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getOut().lines().filter((line) -> line.contains(" WARN "))).singleElement()
			.asString()
			.containsSubsequence(mistake.told());
	}

	@Test
	void thereAreSixtyMistakes() {
		assertThat(Stream
			.of(ssl(), propertiesWithoutEffect(), valuesThatCannotBeUsed(), handlerBeans(), parameters(), warnings())
			.flatMap((mistakes) -> mistakes)
			.distinct()).hasSizeGreaterThanOrEqualTo(60);
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
			"jhttp.files.cache.max-size=0,jhttp.files.cache.max-file-size=1KB,jhttp.files.cache.validity=1m",
			"jhttp.compression.enabled=false,jhttp.compression.mime-types=text/html",
			"spring.threads.virtual.enabled=false,jhttp.threads.max=7" })
	void whatIsSwitchedOffInSoManyWordsMayBeConfigured(String properties) {
		this.contextRunner.withPropertyValues(FILES)
			.withPropertyValues(properties.split(","))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	/** Such names have no dashes. */
	@Test
	void variablesOfTheSystemAreKnownByTheirNames() {
		withVariables(Map.of("JHTTP_SSL_BUNDLE", "web", "JHTTP_SSL_CLIENT_AUTH", "none", "JHTTP_SSL_HANDSHAKETIMEOUT",
				"5s", "JHTTP_SSL_SERVERNAMEBUNDLES_0_SERVERNAME", "a.example", "JHTTP_SSL_SERVERNAMEBUNDLES_0_BUNDLE",
				"web"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isNotInstanceOf(UnusedPropertyException.class)
				.hasMessageContaining("'web'"));
	}

	@ParameterizedTest
	@CsvSource({ "JHTTP_SSL_KEY_STORE, jhttp.ssl.key.store", "JHTTP_ACCESS_LOG_FILE, jhttp.access.log.file",
			"JHTTP_ACCESSLOG_FILE, jhttp.accesslog.file", "JHTTP_FILES_HIDDEN, jhttp.files.hidden" })
	void variableOfTheSystemThatDoesNothingIsRefused(String variable, String told) {
		withVariables(Map.of(variable, "true")).withUserConfiguration(Greeting.class)
			.run((context) -> assertThat(NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure()))
				.isInstanceOf(UnusedPropertyException.class)
				.hasMessageContaining(told));
	}

	@ParameterizedTest
	@ValueSource(strings = { "JHTTP_FILES_STRICTVERSIONS", "JHTTP_FILES_STRICT_VERSIONS" })
	void variableOfTheSystemForFilesThatMethodsReturnIsUsed(String variable) {
		withVariables(Map.of(variable, "true")).withUserConfiguration(Greeting.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private ApplicationContextRunner withVariables(Map<String, Object> variables) {
		return this.contextRunner.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource(
					"test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables)));
	}

	@Test
	void handlerOfAParentContextIsNamedByItsClass() {
		try (AnnotationConfigApplicationContext parent = new AnnotationConfigApplicationContext(OwnHandler.class)) {
			this.contextRunner.withParent(parent)
				.withPropertyValues(FILES)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.hasMessageContaining("OwnHandler is an HttpHandler, which answers all requests"));
		}
	}

	@Test
	void handlerThatIsUsedIsNamedOfTwo() {
		this.contextRunner.withUserConfiguration(OwnHandler.class, PrimaryHandler.class)
			.withPropertyValues(FILES)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("PrimaryHandler is an HttpHandler, which answers all requests"));
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
			.told("jhttp.ssl.key-store ", "jhttp.ssl.key-store-password ", "keys and certificates from an SSL bundle",
					"spring.ssl.bundle.jks", "jhttp.ssl.bundle=web"),
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
				Mistake.of("Types of a compression that is off")
					.beans(Greeting.class)
					.properties("jhttp.compression.mime-types=text/html")
					.told("jhttp.compression.mime-types", "is off", "Set jhttp.compression.enabled to true"),
				Mistake.of("Compression of what handler beans return, without one")
					.properties(FILES, "jhttp.compression.enabled=true")
					.told("jhttp.compression.enabled ", "there are no handler beans", "@RequestHandler"),
				Mistake.of("Handler beans' bounds, without one")
					.properties(FILES, "jhttp.async.timeout=3s", "jhttp.max-in-memory-size=1KB")
					.told("jhttp.async.timeout ", "jhttp.max-in-memory-size ", "there are no handler beans"),
				Mistake.of("Compression beside an HttpHandler of the application")
					.beans(OwnHandler.class)
					.properties("jhttp.compression.enabled=true", "jhttp.max-in-memory-size=1KB")
					.told("jhttp.max-in-memory-size ", "jhttp.compression.enabled ",
							"is an HttpHandler, which answers all requests"),
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
					.told("jhttp.directory ", "OwnHandler is an HttpHandler, which answers all requests",
							"@RequestHandler"),
				Mistake.of("A handler bean beside an HttpHandler of the application")
					.beans(OwnHandler.class, Greeting.class)
					.told("Greeting' cannot answer requests", "is an HttpHandler, which answers all requests",
							"Remove one of the two"),
				Mistake.of("A delay of a stop that has none")
					.properties("jhttp.shutdown=immediate", "jhttp.shutdown-delay=1s")
					.told("jhttp.shutdown-delay", "Set jhttp.shutdown to graceful"));
	}

	static Stream<Mistake> valuesThatCannotBeUsed() {
		return Stream.of(
				Mistake.of("A port that is none")
					.properties("jhttp.port=70000")
					.told("jhttp.port", "A port is a number from 0 to 65535"),
				Mistake.of("A directory that does not exist")
					.properties("jhttp.directory=no/such/directory")
					.told("'no/such/directory'", "does not exist", "A relative path starts at the working directory"),
				Mistake.of("A handler class that is none")
					.properties("jhttp.handler-class=java.lang.String")
					.told("java.lang.String", "does not extend", "Set jhttp.handler-class to a concrete class"),
				Mistake.of("A time without a unit that is known")
					.properties("jhttp.header-timeout=10 seconds")
					.told("jhttp.header-timeout", "10 seconds"),
				Mistake.of("A size with a wrong unit")
					.properties("jhttp.max-request-body-size=10MiB")
					.told("jhttp.max-request-body-size", "10MiB"),
				Mistake.of("No connections")
					.properties("jhttp.max-connections=0")
					.told("jhttp.max-connections", "Set it to 1 or more"),
				Mistake.of("A proxy by its name")
					.properties("jhttp.proxies.trusted=proxy.example")
					.told("jhttp.proxies.trusted", "proxy.example"),
				Mistake.of("Two ways to tell of the client")
					.properties("jhttp.proxies.trusted=loopback", "jhttp.proxies.headers=forwarded,x-forwarded-for")
					.told("jhttp.proxies.headers", "choose one"),
				Mistake.of("A path as an index page")
					.properties(FILES, "jhttp.index-pages=pages/index.html")
					.told("Invalid value 'pages/index.html' for configuration property 'jhttp.index-pages[0]'",
							"the name of a file"),
				Mistake.of("Compression of nothing")
					.beans(Greeting.class)
					.properties("jhttp.compression.enabled=true", "jhttp.compression.mime-types=")
					.told("jhttp.compression.mime-types", "Name at least one media type"),
				Mistake.of("An error page for a success")
					.properties(FILES, "jhttp.files.error-pages[200]=/ok.html")
					.told("jhttp.files.error-pages[200]", "from 400 to 599"),
				Mistake.of("A delay below zero")
					.properties("jhttp.shutdown-delay=-1s")
					.told("jhttp.shutdown-delay", "Set it to at least 0s"));
	}

	static Stream<Mistake> handlerBeans() {
		return Stream.of(Mistake.of("@GetMapping in a handler bean")
			.beans(WithGetMapping.class)
			.told("WithGetMapping.get()", "marked @GetMapping", "bean 'mistakesTests.WithGetMapping'",
					"Use @Get of io.jhttp.server.handler", "spring-boot-starter-webmvc", "spring-boot-starter-webflux"),
				Mistake.of("@RequestMapping on a method, beside one with @Get")
					.beans(WithRequestMapping.class)
					.told("WithRequestMapping.list()", "marked @RequestMapping", "Use @Get, @Post or @HttpVerb"),
				Mistake.of("@RequestMapping for the path of a handler bean")
					.beans(MappedClass.class)
					.told("MappedClass", "its class is marked @RequestMapping", "@RequestHandler(\"/greetings\")"),
				Mistake.of("@GetMapping in a handler bean that is a controller, without Spring MVC")
					.beans(ControllerToo.class)
					.told("ControllerToo.other()", "marked @GetMapping", "Use @Get of io.jhttp.server.handler"),
				Mistake.of("@PostExchange in a handler bean")
					.beans(WithPostExchange.class)
					.told("WithPostExchange.add()", "marked @PostExchange", "Use @Post of io.jhttp.server.handler"),
				Mistake.of("A handler bean without a method")
					.beans(NoRoutes.class)
					.told("NoRoutes'", "no method with a verb annotation", "Mark methods with @Get"),
				Mistake.of("A placeholder in the path that nothing resolves")
					.beans(UnresolvedPath.class)
					.told("UnresolvedPath'", "nope.path", "Set the property, or give the placeholder a default"),
				Mistake.of("A placeholder in a default value that nothing resolves")
					.beans(UnresolvedDefault.class)
					.told("UnresolvedDefault'", "nope.default", "Set the property"),
				Mistake.of("A media type that nothing writes")
					.beans(ProducesXml.class)
					.told("ProducesXml.get()", "produces 'application/xml'", "no message converter writes",
							"ProducesXml'", "jackson-dataformat-xml"),
				Mistake.of("A media type that nothing writes, of an entity")
					.beans(ProducesXmlEntity.class)
					.told("ProducesXmlEntity.get()", "produces 'application/xml'"),
				Mistake.of("A media type that nothing writes, of a value that comes later")
					.beans(ProducesXmlMono.class)
					.told("ProducesXmlMono.get()", "produces 'application/xml'", "no message converter writes"),
				Mistake.of("A media type that nothing writes, of values that come later")
					.beans(ProducesXmlFlux.class)
					.told("ProducesXmlFlux.get()", "produces 'application/xml'", "no message converter writes"),
				Mistake.of("JSON as the type of events")
					.beans(ProducesJsonEvents.class)
					.told("ProducesJsonEvents.get()", "produces 'application/json'"),
				Mistake.of("A placeholder of an exception handler that nothing resolves")
					.beans(UnresolvedExceptionHandler.class)
					.told("UnresolvedExceptionHandler'", "nope.header", "Set the property"),
				Mistake.of("An exception handler with a parameter for which there is nothing")
					.beans(ExceptionHandlerParameter.class)
					.told("ExceptionHandlerParameter.answer", "Thread", "ExceptionHandlerParameter'"),
				Mistake.of("A placeholder of an advice that nothing resolves")
					.beans(Greeting.class, UnresolvedAdvice.class)
					.told("UnresolvedAdvice'", "nope.header", "Set the property"),
				Mistake.of("A range of media types as what is produced")
					.beans(ProducesRange.class)
					.told("produces 'text/*', which is a range", "Name the media types"),
				Mistake.of("Two methods for the same requests")
					.beans(Twice.class)
					.told("Two handler methods answer the same requests", "GET /twice", "another path"),
				Mistake.of("A path without its closing brace")
					.beans(OpenBrace.class)
					.told("its path '/{a' is malformed", "Write the path as a PathPattern"),
				Mistake.of("A verb with a space").beans(SpacedVerb.class).told("'EGGS AND SPAM'", "no spaces"),
				Mistake.of("A scope of servlets")
					.beans(RequestScoped.class)
					.told("its scope 'request' is not known here", "Make it a singleton or a prototype"),
				Mistake.of("Content on the event loop")
					.beans(BlockingBody.class)
					.told("marked @NonBlocking, and reads the content", "Remove @NonBlocking"));
	}

	static Stream<Mistake> parameters() {
		return Stream.of(
				Mistake.of("Two parameters for the content")
					.beans(TwoBodies.class)
					.told("several of its parameters read the content", "TwoBodies'", "Keep one of the parameters"),
				Mistake.of("The content as an object and as an entity")
					.beans(BodyAndEntity.class)
					.told("several of its parameters read the content", "Keep one of the parameters"),
				Mistake.of("A default value that is no number")
					.beans(WrongDefault.class)
					.told("the default value 'abc' of its parameter 'n' does not convert to int", "WrongDefault'",
							"Give a default value that does"),
				Mistake.of("An empty default value of a number")
					.beans(EmptyDefault.class)
					.told("the default value '' of its parameter 'n' does not convert to int"),
				Mistake.of("A default value of a header field that is no enum constant")
					.beans(WrongHeaderDefault.class)
					.told("the default value 'never' of its parameter 'X-When'"),
				Mistake.of("A file of a form")
					.beans(Upload.class)
					.told("a part of a form of type multipart/form-data", "as the content of the request",
							"Forms with files need Spring MVC or WebFlux"),
				Mistake.of("Several files of a form")
					.beans(Uploads.class)
					.told("a part of a form of type multipart/form-data"),
				Mistake.of("A part of a form")
					.beans(PartOfAForm.class)
					.told("a part of a form of type multipart/form-data"),
				Mistake.of("A parameter without an annotation")
					.beans(Unannotated.class)
					.told("nothing in a request is meant for its parameter 0 of type java.lang.String",
							"annotate it with @PathVariable, @RequestParam"),
				Mistake.of("A variable that the path does not have")
					.beans(OtherVariable.class)
					.told("'id' is a variable that its path does not have", "Put '{id}' into the path"),
				Mistake.of("A number that may be missing")
					.beans(OptionalNumber.class)
					.told("may be missing, and int cannot be null", "Give the parameter a default value"),
				Mistake.of("A type that no text converts to")
					.beans(Unconvertible.class)
					.told("which no text converts to", "add a Converter<String, Reader>"),
				Mistake.of("The request of servlets")
					.beans(OfServlets.class)
					.told("WebRequest", "Use HttpExchange, HttpRequest, HttpResponse"));
	}

	static Stream<Mistake> warnings() {
		return Stream.of(Mistake.of("@Get in a @Component")
			.beans(GetInComponent.class)
			.properties(FILES)
			.told("GetInComponent' has methods with verb annotations such as @Get", "is not marked @RequestHandler"),
				Mistake.of("@Get in a bean of a @Bean method")
					.beans(GetInBeanMethod.class)
					.properties(FILES)
					.told("'plain' has methods with verb annotations such as @Get", "is not marked @RequestHandler"),
				Mistake.of("A handler class as a bean, and not as the handler class")
					.beans(HandlerClassInComponent.class)
					.properties(FILES)
					.told("HandlerClassInComponent'", "answers no request", "jhttp.handler-class"),
				Mistake.of("A verb with a space, in a @Component")
					.beans(SpacedVerbInComponent.class)
					.properties(FILES)
					.told("SpacedVerbInComponent' has methods with verb annotations", "is not marked @RequestHandler"),
				Mistake.of("A @RestController without a server")
					.beans(Rest.class)
					.properties(FILES)
					.told("@Controller or @RestController", "no Spring MVC or WebFlux", "Rest'", "@RequestHandler",
							"spring-boot-starter-webmvc"),
				Mistake.of("@CrossOrigin on a handler bean")
					.beans(CrossOriginClass.class)
					.told("@CrossOrigin does nothing", "CrossOriginClass'", "no CORS yet", "JhttpFilter"),
				Mistake.of("@CrossOrigin on a method")
					.beans(CrossOriginMethod.class)
					.told("@CrossOrigin does nothing", "CrossOriginMethod'"),
				Mistake.of("The port of a web server")
					.properties(FILES, "server.port=9000")
					.told("server.port (use jhttp.port)"),
				Mistake.of("The path of a web server")
					.properties(FILES, "server.servlet.context-path=/app")
					.told("server.servlet.context-path (use the path in @RequestHandler)"),
				Mistake.of("Compression of a web server")
					.properties(FILES, "server.compression.enabled=true")
					.told("server.compression.enabled (use jhttp.compression)"),
				Mistake.of("HTTPS of a web server")
					.properties(FILES, "server.ssl.certificate=cert.pem")
					.told("server.ssl.certificate (use jhttp.ssl.bundle)"),
				Mistake.of("A page that does not exist")
					.properties(FILES, "jhttp.files.fallback.page=/nope.html")
					.told("jhttp.files.fallback.page is '/nope.html'", "no file that clients may see"),
				Mistake.of("Nothing at all")
					.told("The working directory", "is open to everyone", "Set jhttp.directory"));
	}

	@RequestHandler
	static class WithGetMapping {

		@GetMapping("/a")
		String get() {
			return "";
		}

	}

	@RequestHandler
	static class WithRequestMapping {

		@Get("/a")
		String get() {
			return "";
		}

		@RequestMapping("/b")
		String list() {
			return "";
		}

	}

	@RequestHandler
	@RequestMapping("/a")
	static class MappedClass {

		@Get
		String get() {
			return "";
		}

	}

	@RequestHandler
	@RestController
	static class ControllerToo {

		@Get("/a")
		String get() {
			return "";
		}

		@GetMapping("/b")
		String other() {
			return "";
		}

	}

	@RequestHandler
	static class WithPostExchange {

		@PostExchange("/a")
		void add() {
		}

	}

	@RequestHandler
	static class NoRoutes {

		String get() {
			return "";
		}

	}

	@RequestHandler("${nope.path}")
	static class UnresolvedPath {

		@Get
		String get() {
			return "";
		}

	}

	@RequestHandler
	static class UnresolvedDefault {

		@Get
		String get(@RequestParam(defaultValue = "${nope.default}") String name) {
			return name;
		}

	}

	@RequestHandler
	static class ProducesXml {

		@Get(produces = "application/xml")
		Pair get() {
			return new Pair(1, 2);
		}

	}

	@RequestHandler
	static class ProducesXmlEntity {

		@Get(produces = "application/xml")
		ResponseEntity<Pair> get() {
			return ResponseEntity.ok(new Pair(1, 2));
		}

	}

	@RequestHandler
	static class ProducesXmlMono {

		@Get(produces = "application/xml")
		Mono<Pair> get() {
			return Mono.just(new Pair(1, 2));
		}

	}

	@RequestHandler
	static class ProducesXmlFlux {

		@Get(produces = "application/xml")
		Flux<Pair> get() {
			return Flux.just(new Pair(1, 2));
		}

	}

	@RequestHandler
	static class ProducesJsonEvents {

		@Get(produces = "application/json")
		ServerSentEvents get() {
			return new ServerSentEvents();
		}

	}

	@RequestHandler
	static class UnresolvedExceptionHandler {

		@Get
		void get() {
		}

		@ExceptionHandler
		void answer(IllegalStateException failure, @RequestHeader("${nope.header}") String header) {
		}

	}

	@RequestHandler
	static class ExceptionHandlerParameter {

		@Get
		void get() {
		}

		@ExceptionHandler
		void answer(IllegalStateException failure, Thread thread) {
		}

	}

	@ControllerAdvice
	static class UnresolvedAdvice {

		@ExceptionHandler
		void answer(IllegalStateException failure, @RequestHeader("${nope.header}") String header) {
		}

	}

	record Pair(int left, int right) {
	}

	@RequestHandler
	static class ProducesRange {

		@Get(produces = "text/*")
		String get() {
			return "";
		}

	}

	@RequestHandler("/twice")
	static class Twice {

		@Get
		String first() {
			return "";
		}

		@Get
		String second() {
			return "";
		}

	}

	@RequestHandler
	static class OpenBrace {

		@Get("/{a")
		void get() {
		}

	}

	@RequestHandler
	static class SpacedVerb {

		@HttpVerb("EGGS AND SPAM")
		void get() {
		}

	}

	@RequestHandler
	@Scope("request")
	static class RequestScoped {

		@Get
		void get() {
		}

	}

	@RequestHandler
	static class BlockingBody {

		@Post
		@NonBlocking
		void add(@RequestBody byte[] body) {
		}

	}

	@RequestHandler
	static class TwoBodies {

		@Post
		void add(@RequestBody String name, @RequestBody byte[] content) {
		}

	}

	@RequestHandler
	static class BodyAndEntity {

		@Post
		void add(@RequestBody String name, HttpEntity<String> entity) {
		}

	}

	@RequestHandler
	static class WrongDefault {

		@Get
		void get(@RequestParam(defaultValue = "abc") int n) {
		}

	}

	@RequestHandler
	static class EmptyDefault {

		@Get
		void get(@RequestParam(defaultValue = "") int n) {
		}

	}

	@RequestHandler
	static class WrongHeaderDefault {

		@Get
		void get(@RequestHeader(name = "X-When", defaultValue = "never") TimeUnit unit) {
		}

	}

	@RequestHandler
	static class Upload {

		@Post
		void add(@RequestParam MultipartFile file) {
		}

	}

	@RequestHandler
	static class Uploads {

		@Post
		void add(@RequestParam List<MultipartFile> files) {
		}

	}

	@RequestHandler
	static class PartOfAForm {

		@Post
		void add(@RequestPart("data") String data) {
		}

	}

	@RequestHandler
	static class Unannotated {

		@Get
		String get(String name) {
			return name;
		}

	}

	@RequestHandler
	static class OtherVariable {

		@Get("/things/{name}")
		String get(@PathVariable String id) {
			return id;
		}

	}

	@RequestHandler
	static class OptionalNumber {

		@Get
		void get(@RequestParam(required = false) int n) {
		}

	}

	@RequestHandler
	static class Unconvertible {

		@Get
		void get(@RequestParam Reader reader) {
		}

	}

	@RequestHandler
	static class OfServlets {

		@Get
		void get(WebRequest request) {
		}

	}

	@Component
	static class GetInComponent {

		@Get("/a")
		String get() {
			return "";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GetInBeanMethod {

		@Bean
		Plain plain() {
			return new Plain();
		}

	}

	static class Plain {

		@Get("/a")
		String get() {
			return "";
		}

	}

	@Component
	static class HandlerClassInComponent extends SimpleHttpRequestHandler {

	}

	@Component
	static class SpacedVerbInComponent {

		@HttpVerb("EGGS AND SPAM")
		void get() {
		}

	}

	@RestController
	static class Rest {

		@GetMapping("/a")
		String get() {
			return "";
		}

	}

	@RequestHandler
	@CrossOrigin
	static class CrossOriginClass {

		@Get
		String get() {
			return "";
		}

	}

	@RequestHandler
	static class CrossOriginMethod {

		@Get
		@CrossOrigin("https://example.org")
		String get() {
			return "";
		}

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

	@Primary
	static class PrimaryHandler extends OwnHandler {

	}

	static class OwnHandler implements HttpHandler {

		@Override
		public void handle(HttpExchange exchange) {
		}

	}

}
