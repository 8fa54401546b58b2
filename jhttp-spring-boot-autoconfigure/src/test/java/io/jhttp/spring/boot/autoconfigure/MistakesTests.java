package io.jhttp.spring.boot.autoconfigure;

import java.io.InputStream;
import java.io.Reader;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.jhttp.server.FormParts;
import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpListener;
import io.jhttp.server.HttpServer;
import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.server.handler.Post;
import io.jhttp.server.handler.SimpleHttpRequestHandler;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.stream.ServerSentEvents;
import io.jhttp.spring.boot.autoconfigure.server.JhttpListener;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.ManagementHandler;
import jakarta.validation.constraints.Min;
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
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.http.HttpEntity;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.MatrixVariable;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttribute;
import org.springframework.web.bind.annotation.SessionAttributes;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartRequest;
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

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					jhttp.ssl.key-store=classpath:x.p12, jhttp.ssl.key-store-password=secret | jhttp.ssl.key-store ... jhttp.ssl.key-store-password ... keys and certificates from an SSL bundle ... spring.ssl.bundle.jks ... jhttp.ssl.bundle=web
					jhttp.ssl.certificate=cert.pem, jhttp.ssl.certificate-private-key=key.pem | jhttp.ssl.certificate ... spring.ssl.bundle.pem
					jhttp.ssl.bundle=web, jhttp.ssl.key-alias=secret | jhttp.ssl.key-alias ... The properties of jhttp.ssl are bundle, client-auth
					jhttp.ssl.bundel=web | jhttp.ssl.bundel ... The properties of jhttp.ssl are bundle
					jhttp.ssl.enabled=true | jhttp.ssl.bundle is not set ... name one of those below spring.ssl.bundle
					jhttp.ssl.client-auth=need | jhttp.ssl.bundle is not set ... name one of those below spring.ssl.bundle
					jhttp.ssl.bundle=web | 'web'
					jhttp.ssl.handshake-timeout=5s | jhttp.ssl.handshake-timeout ... the server speaks plain HTTP ... Set jhttp.ssl.bundle
					jhttp.ssl.redirect-from-port=0 | jhttp.ssl.redirect-from-port ... the server speaks plain HTTP ... Set jhttp.ssl.bundle
					jhttp.ssl.bundle=web, jhttp.ssl.server-name-bundles[0].server-name=a.example | jhttp.ssl.server-name-bundles[0].bundle is not set ... Each entry needs a server-name and a bundle
					jhttp.access-log.file=access.log | jhttp.access-log.file ... the access log is off ... Set jhttp.access-log.enabled to true
					jhttp.access-log.format=json | jhttp.access-log.format ... the access log is off
					jhttp.access-log.rotation.daily=true | jhttp.access-log.rotation.daily ... the access log is off
					jhttp.access-log.enabled=true, jhttp.access-log.rotation.max-history=3 | jhttp.access-log.rotation.max-history ... the logger jhttp.access ... Set jhttp.access-log.file
					jhttp.proxies.headers=forwarded | jhttp.proxies.headers ... No proxy is trusted ... jhttp.proxies.trusted
					jhttp.proxies.proxy-protocol=true | jhttp.proxies.proxy-protocol ... jhttp.proxies.trusted
					jhttp.threads.virtual.max=7 | jhttp.threads.virtual.max ... handlers run on platform threads ... Set spring.threads.virtual.enabled to true
					jhttp.one-at-a-time=true, jhttp.threads.max=7 | jhttp.threads.max ... there is one thread ... Set jhttp.one-at-a-time to false
					jhttp.handler-class=io.jhttp.spring.boot.autoconfigure.MistakesTests$Bare, jhttp.index-pages=a.html | jhttp.index-pages ... Bare serves no files ... SimpleHttpRequestHandler
					jhttp.handler-class=io.jhttp.spring.boot.autoconfigure.MistakesTests$Bare | jhttp.directory ... Bare serves no files ... SimpleHttpRequestHandler
					jhttp.cgi.directories=/scripts | jhttp.cgi.directories ... scripts are off ... Set jhttp.cgi.enabled to true
					jhttp.compression.enabled=true | jhttp.compression.enabled ... there are no handler beans ... @RequestHandler
					jhttp.async.timeout=3s, jhttp.max-in-memory-size=1KB | jhttp.async.timeout ... jhttp.max-in-memory-size ... there are no handler beans
					jhttp.multipart.location=. | jhttp.multipart.location ... there are no handler beans ... @RequestHandler
					jhttp.files.cache-control[0].pattern=*.css | jhttp.files.cache-control[0].value is not set ... such as max-age=3600
					jhttp.files.cache-control[0].value=no-store | jhttp.files.cache-control[0].pattern is not set ... such as *.css
					jhttp.files.fallback.prefix=/app | jhttp.files.fallback.prefix ... Set jhttp.files.fallback.page
					jhttp.shutdown=immediate, jhttp.shutdown-delay=1s | jhttp.shutdown-delay ... Set jhttp.shutdown to graceful
					jhttp.port=70000 | jhttp.port ... A port is a number from 0 to 65535
					jhttp.directory=no/such/directory | 'no/such/directory' ... does not exist ... A relative path starts at the working directory
					jhttp.handler-class=java.lang.String | java.lang.String ... does not extend ... Set jhttp.handler-class to a concrete class
					jhttp.header-timeout=10 seconds | jhttp.header-timeout ... 10 seconds
					jhttp.max-request-body-size=10MiB | jhttp.max-request-body-size ... 10MiB
					jhttp.max-connections=0 | jhttp.max-connections ... Set it to 1 or more
					jhttp.proxies.trusted=proxy.example | jhttp.proxies.trusted ... proxy.example
					jhttp.proxies.trusted=loopback, jhttp.proxies.headers=forwarded,x-forwarded-for | jhttp.proxies.headers ... choose one
					jhttp.index-pages=pages/index.html | Invalid value 'pages/index.html' for configuration property 'jhttp.index-pages[0]' ... the name of a file
					jhttp.listeners.web.inheritedx=true | jhttp.listeners.web.inheritedx ... a listener has no such properties ... A listener has address, http2, inherited, path
					jhttp.listeners.web.port=0, jhttp.listeners.web.ports=1 | jhttp.listeners.web.ports ... a listener has no such properties
					jhttp.auth.users.ann={noop}a, jhttp.auth.rules[0].pattern=/**, jhttp.auth.rules[0].access=anonymous, jhttp.auth.rules[0].method=GET | jhttp.auth.rules[0].method ... a rule has no such properties ... A rule has access, methods, pattern, users
					jhttp.cors[0].allowed-origins=*, jhttp.cors[0].path=/api/** | jhttp.cors[0].path ... has no such properties ... pattern
					jhttp.client-limits.login.concurrent-requests=1, jhttp.client-limits.login.path=/login | jhttp.client-limits.login.path ... a limit has no such properties ... A limit has burst, by
					jhttp.client-limits.login.path=/login | jhttp.client-limits.login.path ... a limit has no such properties
					jhttp.client-limits.users.by=principal, jhttp.client-limits.users.requests-per-second=1 | Invalid value 'principal' for configuration property 'jhttp.client-limits.users.by' ... Nothing finds out who has made a request ... Set jhttp.auth.users-file
					jhttp.client-limits.users.by=principal, jhttp.client-limits.users.requests-per-second=1, jhttp.security-headers=true | jhttp.client-limits.users.by ... Nothing finds out who has made a request
					jhttp.auth.users.ann={noop}a, jhttp.auth.rules[0].pattern=/a, jhttp.auth.rules[0].access=deny, jhttp.auth.rules[0].methods=GET,post | jhttp.auth.rules[0].methods ... write POST
					jhttp.cors[0].allowed-origins=*, jhttp.cors[0].allowed-methods=get | jhttp.cors[0].allowed-methods ... write GET
					jhttp.files.error-pages[200]=/ok.html | jhttp.files.error-pages[200] ... from 400 to 599
					jhttp.directory=classpath:/nowhere | 'classpath:/nowhere' ... is a directory neither in a jar of the class path nor beside them ... Set jhttp.directory to a readable directory, or to one of the class path
					jhttp.directory=classpath:/ | Invalid value 'classpath:/' for configuration property 'jhttp.directory' ... the whole class path, with its classes and configuration
					jhttp.directory=classpath:/META-INF | 'classpath:/META-INF' ... belongs to the application itself
					jhttp.directory=classpath*:/mounted | 'classpath*:/mounted' ... Write classpath: without the star
					jhttp.directory=classpath:/mounted, jhttp.cgi.enabled=true | jhttp.cgi.enabled ... The system runs no scripts of the class path
					jhttp.mounts.docs.location=classpath:/mounted | jhttp.mounts.docs.prefix is not set ... such as /docs
					jhttp.mounts.docs.prefix=/docs | jhttp.mounts.docs.location is not set ... such as file:/srv/docs or classpath:/static
					jhttp.mounts.docs.prefix=/docs, jhttp.mounts.docs.location=no/such | 'no/such' ... does not exist ... Set jhttp.mounts.docs.location
					jhttp.mounts.docs.prefix=/a//b, jhttp.mounts.docs.location=classpath:/mounted | jhttp.mounts.docs.prefix ... cannot be a prefix
					jhttp.mounts.docs.hosts=a.example:80, jhttp.mounts.docs.location=classpath:/mounted | jhttp.mounts.docs.hosts[0] ... cannot be a host
					jhttp.mounts.docs.prefix=/, jhttp.mounts.docs.location=classpath:/mounted | jhttp.mounts.docs.prefix ... jhttp.directory answers for the same path and host ... hosts of its own
					jhttp.mounts.a.hosts=A.example, jhttp.mounts.a.location=classpath:/mounted, jhttp.mounts.b.hosts=a.example, jhttp.mounts.b.location=classpath:/mounted | jhttp.mounts.b.prefix ... jhttp.mounts.a answers for the same path and host
					jhttp.mounts.docs.prefix=/docs, jhttp.mounts.docs.location=classpath:/mounted, jhttp.mounts.docs.listing=false | jhttp.mounts.docs.listing ... a mount has no such properties ... A mount has files, hosts, index-pages, location, prefix
					jhttp.mounts.docs.prefix=/docs, jhttp.mounts.docs.location=classpath:/mounted, jhttp.mounts.docs.files.lsting=false | jhttp.mounts.docs.files.lsting ... files have no such properties ... such as jhttp.mounts.docs.files.listing
					jhttp.mounts.docs.prefix=/docs, jhttp.mounts.docs.location=classpath:/mounted, jhttp.mounts.docs.files.error-pages[200]=/ok.html | jhttp.mounts.docs.files.error-pages[200] ... from 400 to 599
					jhttp.mounts.docs.prefix=/docs, jhttp.mounts.docs.location=classpath:/mounted, jhttp.mounts.docs.index-pages=a/b | jhttp.mounts.docs.index-pages[0] ... the name of a file
					jhttp.mounts.[a.b].prefix=/docs | jhttp.mounts ... lower-case letters, digits and dashes
					jhttp.shutdown-delay=-1s | jhttp.shutdown-delay ... Set it to at least 0s
					""")
	void propertyFailsTheStartWithAnAnalysis(String properties, String told) {
		assertFails(this.contextRunner.withPropertyValues(FILES).withPropertyValues(properties.split(", ")),
				told.split(" \\.\\.\\. "));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					Greeting | jhttp.files.listing=false | jhttp.files.listing ... no files are served beside handler beans ... Set jhttp.directory
					Greeting | jhttp.cgi.enabled=true | jhttp.cgi.enabled ... no files are served beside handler beans ... Set jhttp.directory
					Greeting | jhttp.compression.mime-types=text/html | jhttp.compression.mime-types ... is off ... Set jhttp.compression.enabled to true
					OwnHandler | jhttp.compression.enabled=true, jhttp.max-in-memory-size=1KB | jhttp.max-in-memory-size ... jhttp.compression.enabled ... is an HttpHandler, which answers all requests
					Greeting | jhttp.compression.enabled=true, jhttp.compression.mime-types= | jhttp.compression.mime-types ... Name at least one media type
					OwnHandler | jhttp.allow-encoded-slash=true | jhttp.allow-encoded-slash ... OwnHandler is an HttpHandler ... reads its paths itself ... Remove the property
					OwnHandler | jhttp.mounts.docs.prefix=/docs | jhttp.mounts.docs.prefix ... OwnHandler is an HttpHandler, which answers all requests
					OwnHandler | jhttp.directory=src/test/resources | jhttp.directory ... OwnHandler is an HttpHandler, which answers all requests ... @RequestHandler
					""")
	void propertyFailsTheStartBesideABean(String bean, String properties, String told) {
		assertFails(
				this.contextRunner.withUserConfiguration(bean.equals("Greeting") ? Greeting.class : OwnHandler.class)
					.withPropertyValues(properties.split(", ")),
				told.split(" \\.\\.\\. "));
	}

	@ParameterizedTest
	@CsvSource({ "jhttp.listeners.web.port=0, jhttp.listeners.web.port", "jhttp.ssl.bundle=web, jhttp.ssl.bundle",
			"jhttp.client-limits.all.requests=1, jhttp.client-limits.all.requests",
			"jhttp.header-timeout=1s, jhttp.header-timeout", "jhttp.threads.max=1, jhttp.threads.max",
			"jhttp.auth.users.ann={noop}secret, jhttp.auth.users.ann",
			"jhttp.cors[0].allowed-origins=*, jhttp.cors[0].allowed-origins",
			"jhttp.security-headers=true, jhttp.security-headers",
			"jhttp.proxies.trusted=loopback, jhttp.proxies.trusted" })
	void propertyOfTheServerFailsTheStartBesideOneOfTheApplication(String property, String told) {
		assertFails(this.contextRunner.withUserConfiguration(OwnServerConfiguration.class).withPropertyValues(property),
				told, "the JhttpServer bean 'ownServer' takes the place of the server that they describe",
				"Replace the bean by a JhttpServerCustomizer bean");
	}

	@Test
	void managementPortFailsTheStartBesideAServerWithoutSuchAListener() {
		JhttpListener listener = new JhttpListener(HttpListener.of("management", new InetSocketAddress(0)),
				"management.server.address", "management.server.port");
		assertFails(
				this.contextRunner.withUserConfiguration(OwnServerConfiguration.class)
					.withBean(ManagementHandler.class, () -> new Management(listener)),
				"management.server.port", "the JhttpServer bean 'ownServer' has no listener 'management'",
				"Create it with the listener() of the ManagementHandler bean");
	}

	@Test
	void startWarnsOfWhatAServerOfTheApplicationMayLeaveOut(CapturedOutput output) {
		assertWarns(
				this.contextRunner.withUserConfiguration(OwnServerConfiguration.class, Greeting.class)
					.withPropertyValues("jhttp.access-log.enabled=true", FILES)
					.withBean("ownFilter", JhttpFilter.class, () -> (exchange, next) -> next.handle(exchange)),
				output, "have no effect, unless the JhttpServer bean 'ownServer' uses them", "jhttp.access-log.enabled",
				"jhttp.address", "jhttp.directory", "jhttp.port", "Greeting", "ownFilter",
				"A JhttpServerCustomizer bean in its place");
		assertThat(output).doesNotContain("jhttpCorsFilter", "jhttpCrossSiteFilter", "jhttpAccessFilter");
	}

	@Test
	void aNameThatNoPropertyHasIsNoneOfTheServerEither() {
		this.contextRunner.withUserConfiguration(OwnServerConfiguration.class)
			.withPropertyValues("jhttp.service.host=10.0.0.1", "jhttp.shutdown=immediate")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void serverThatIsGivenThePropertiesMayUseThem(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(GivenServerConfiguration.class)
			.withPropertyValues("jhttp.server-header=given")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(JhttpServer.class));
		assertThat(output).doesNotContain("have no effect");
	}

	@ParameterizedTest
	@MethodSource
	void beanFailsTheStartWithAnAnalysis(Class<?> bean) {
		assertFails(this.contextRunner.withUserConfiguration(Greeting.class, bean),
				bean.getAnnotation(Refused.class).value());
	}

	static Stream<Class<?>> beanFailsTheStartWithAnAnalysis() {
		return marked(Refused.class);
	}

	@Test
	void handlerBeanBesideAnHttpHandlerFailsTheStart() {
		assertFails(this.contextRunner.withUserConfiguration(OwnHandler.class, Greeting.class),
				"Greeting' cannot answer requests", "is an HttpHandler, which answers all requests",
				"Remove one of the two");
	}

	private static void assertFails(ApplicationContextRunner runner, String... told) {
		AtomicReference<ConfigurableApplicationContext> started = new AtomicReference<>();
		runner.withInitializer(started::set).run((context) -> {
			Throwable failure = context.getStartupFailure();
			assertThat(failure).as("The start").isNotNull();
			FailureAnalysis analysis = analyze(failure, started.get());
			assertThat(analysis.getDescription() + "\n" + analysis.getAction()).doesNotContain("secret")
				.containsSubsequence(told);
		});
	}

	@ParameterizedTest
	@MethodSource
	void startWarnsOfABean(Class<?> bean, CapturedOutput output) {
		assertWarns(this.contextRunner.withUserConfiguration(bean).withPropertyValues(FILES), output,
				bean.getAnnotation(Warned.class).value());
	}

	static Stream<Class<?>> startWarnsOfABean() {
		return marked(Warned.class);
	}

	private static Stream<Class<?>> marked(Class<? extends Annotation> annotation) {
		return Stream.of(MistakesTests.class.getDeclaredClasses())
			.filter((type) -> type.isAnnotationPresent(annotation));
	}

	@Test
	void startWarnsOfAPageThatDoesNotExist(CapturedOutput output) {
		assertWarns(this.contextRunner.withPropertyValues(FILES, "jhttp.files.fallback.page=/nope.html"), output,
				"jhttp.files.fallback.page is '/nope.html'", "no file that clients may see");
	}

	@ParameterizedTest
	@CsvSource({ "jhttp.prot=8080, jhttp.prot", "jhttp.file.hidden=true, jhttp.file.hidden",
			"jhttp.files.hiden=true, jhttp.files.hiden", "jhttp.max-header-size=8KB, jhttp.max-header-size",
			"jhttp.proxies.truested[0]=loopback, jhttp.proxies.truested", "jhttp.timeout=5s, jhttp.timeout" })
	void startWarnsOfANameThatNoPropertyHas(String property, String told, CapturedOutput output) {
		assertWarns(this.contextRunner.withPropertyValues(FILES, property), output, told, "docs/properties.md");
	}

	@Test
	void startWarnsOfTheWorkingDirectory(CapturedOutput output) {
		assertWarns(this.contextRunner, output, "The working directory", "is open to everyone", "Set jhttp.directory");
	}

	private static void assertWarns(ApplicationContextRunner runner, CapturedOutput output, String... told) {
		// The jars of Spring Security, without its auto-configuration, are a warning of
		// their own.
		runner.withClassLoader(new FilteredClassLoader("org.springframework.security.web"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getOut().lines().filter((line) -> line.contains(" WARN "))).singleElement()
			.asString()
			.containsSubsequence(told);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void threadsOfThePoolAreRefusedBesideVirtualThreads() {
		assertFails(
				this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true", "jhttp.threads.max=7",
						"jhttp.threads.queue-capacity=7"),
				"jhttp.threads.max ", "jhttp.threads.queue-capacity ", "handlers run on virtual threads",
				"Set jhttp.threads.virtual.max instead");
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

	/**
	 * What the start fails with if a class is a bean, in order.
	 */
	@Retention(RetentionPolicy.RUNTIME)
	@interface Refused {

		String[] value();

	}

	/**
	 * What the start warns of if a class is a bean, in order.
	 */
	@Retention(RetentionPolicy.RUNTIME)
	@interface Warned {

		String[] value();

	}

	@Refused({ "WithGetMapping.get()", "marked @GetMapping", "bean 'mistakesTests.WithGetMapping'",
			"Use @Get of io.jhttp.server.handler", "spring-boot-starter-webmvc", "spring-boot-starter-webflux" })
	@RequestHandler
	static class WithGetMapping {

		@GetMapping("/a")
		String get() {
			return "";
		}

	}

	@Refused({ "WithRequestMapping.list()", "marked @RequestMapping", "Use @Get, @Post or @HttpVerb" })
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

	@Refused({ "MappedClass", "its class is marked @RequestMapping", "@RequestHandler(\"/greetings\")" })
	@RequestHandler
	@RequestMapping("/a")
	static class MappedClass {

		@Get
		String get() {
			return "";
		}

	}

	@Refused({ "ControllerToo.other()", "marked @GetMapping", "Use @Get of io.jhttp.server.handler" })
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

	@Refused({ "WithPostExchange.add()", "marked @PostExchange", "Use @Post of io.jhttp.server.handler" })
	@RequestHandler
	static class WithPostExchange {

		@PostExchange("/a")
		void add() {
		}

	}

	@Refused({ "NoRoutes'", "no method with a verb annotation", "Mark methods with @Get" })
	@RequestHandler
	static class NoRoutes {

		String get() {
			return "";
		}

	}

	@Refused({ "UnresolvedPath'", "nope.path", "Set the property, or give the placeholder a default" })
	@RequestHandler("${nope.path}")
	static class UnresolvedPath {

		@Get
		String get() {
			return "";
		}

	}

	@Refused({ "UnresolvedDefault'", "nope.default", "Set the property" })
	@RequestHandler
	static class UnresolvedDefault {

		@Get
		String get(@RequestParam(defaultValue = "${nope.default}") String name) {
			return name;
		}

	}

	@Refused({ "ProducesXml.get()", "produces 'application/xml'", "no message converter writes", "ProducesXml'",
			"jackson-dataformat-xml" })
	@RequestHandler
	static class ProducesXml {

		@Get(produces = "application/xml")
		Pair get() {
			return new Pair(1, 2);
		}

	}

	@Refused({ "ProducesXmlEntity.get()", "produces 'application/xml'" })
	@RequestHandler
	static class ProducesXmlEntity {

		@Get(produces = "application/xml")
		ResponseEntity<Pair> get() {
			return ResponseEntity.ok(new Pair(1, 2));
		}

	}

	@Refused({ "ProducesXmlMono.get()", "produces 'application/xml'", "no message converter writes" })
	@RequestHandler
	static class ProducesXmlMono {

		@Get(produces = "application/xml")
		Mono<Pair> get() {
			return Mono.just(new Pair(1, 2));
		}

	}

	@Refused({ "ProducesXmlFlux.get()", "produces 'application/xml'", "no message converter writes" })
	@RequestHandler
	static class ProducesXmlFlux {

		@Get(produces = "application/xml")
		Flux<Pair> get() {
			return Flux.just(new Pair(1, 2));
		}

	}

	@Refused({ "ProducesJsonEvents.get()", "produces 'application/json'" })
	@RequestHandler
	static class ProducesJsonEvents {

		@Get(produces = "application/json")
		ServerSentEvents get() {
			return new ServerSentEvents();
		}

	}

	@Refused({ "UnresolvedExceptionHandler'", "nope.header", "Set the property" })
	@RequestHandler
	static class UnresolvedExceptionHandler {

		@Get
		void get() {
		}

		@ExceptionHandler
		void answer(IllegalStateException failure, @RequestHeader("${nope.header}") String header) {
		}

	}

	@Refused({ "ExceptionHandlerParameter.answer", "Thread", "ExceptionHandlerParameter'" })
	@RequestHandler
	static class ExceptionHandlerParameter {

		@Get
		void get() {
		}

		@ExceptionHandler
		void answer(IllegalStateException failure, Thread thread) {
		}

	}

	@Refused({ "UnresolvedAdvice'", "nope.header", "Set the property" })
	@ControllerAdvice
	static class UnresolvedAdvice {

		@ExceptionHandler
		void answer(IllegalStateException failure, @RequestHeader("${nope.header}") String header) {
		}

	}

	record Pair(int left, int right) {
	}

	@Refused({ "produces 'text/*', which is a range", "Name the media types" })
	@RequestHandler
	static class ProducesRange {

		@Get(produces = "text/*")
		String get() {
			return "";
		}

	}

	@Refused({ "Two handler methods answer the same requests", "GET /twice", "another path" })
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

	@Refused({ "its path '/{a' is malformed", "Write the path as a PathPattern" })
	@RequestHandler
	static class OpenBrace {

		@Get("/{a")
		void get() {
		}

	}

	@Refused({ "'EGGS AND SPAM'", "no spaces" })
	@RequestHandler
	static class SpacedVerb {

		@HttpVerb("EGGS AND SPAM")
		void get() {
		}

	}

	@Refused({ "its verb CONNECT asks for a tunnel", "Use a proxy" })
	@RequestHandler
	static class Tunnel {

		@HttpVerb("CONNECT")
		void connect() {
		}

	}

	@Refused({ "its scope 'request' is not known here", "Make it a singleton or a prototype" })
	@RequestHandler
	@Scope("request")
	static class RequestScoped {

		@Get
		void get() {
		}

	}

	@Refused({ "marked @NonBlocking, and reads the content", "Remove @NonBlocking" })
	@RequestHandler
	static class BlockingBody {

		@Post
		@NonBlocking
		void add(@RequestBody byte[] body) {
		}

	}

	@Refused({ "several of its parameters read the content", "TwoBodies'", "Keep one of the parameters" })
	@RequestHandler
	static class TwoBodies {

		@Post
		void add(@RequestBody String name, @RequestBody byte[] content) {
		}

	}

	@Refused({ "several of its parameters read the content", "Keep one of the parameters" })
	@RequestHandler
	static class BodyAndEntity {

		@Post
		void add(@RequestBody String name, HttpEntity<String> entity) {
		}

	}

	@Refused({ "the default value 'abc' of its parameter 'n' does not convert to int", "WrongDefault'",
			"Give a default value that does" })
	@RequestHandler
	static class WrongDefault {

		@Get
		void get(@RequestParam(defaultValue = "abc") int n) {
		}

	}

	@Refused("the default value '' of its parameter 'n' does not convert to int")
	@RequestHandler
	static class EmptyDefault {

		@Get
		void get(@RequestParam(defaultValue = "") int n) {
		}

	}

	@Refused("the default value 'never' of its parameter 'X-When'")
	@RequestHandler
	static class WrongHeaderDefault {

		@Get
		void get(@RequestHeader(name = "X-When", defaultValue = "never") TimeUnit unit) {
		}

	}

	@Refused({ "its parameter 0 is a part of a form of servlets or WebFlux", "Use MultipartFile",
			"FormParts of io.jhttp.server" })
	@RequestHandler
	static class PartOfWebFlux {

		@Post
		void add(@RequestPart FilePart file) {
		}

	}

	@Refused("its parameter 0 is a part of a form of servlets or WebFlux")
	@RequestHandler
	static class PartsOfWebFlux {

		@Post
		void add(@RequestPart("file") Flux<Part> files) {
		}

	}

	@Refused("its parameter 0 is a part of a form of servlets or WebFlux")
	@RequestHandler
	static class RequestWithParts {

		@Post
		void add(MultipartRequest request) {
		}

	}

	@Refused({ "one of its parameters is a part of a form, and another one reads the content of the request",
			"or all of it by FormParts" })
	@RequestHandler
	static class FileBesideContent {

		@Post
		void add(@RequestParam MultipartFile file, InputStream content) {
		}

	}

	@Refused("one of its parameters is a part of a form, and another one reads the content of the request")
	@RequestHandler
	static class FileBesideParts {

		@Post
		void add(@RequestPart String name, FormParts parts) {
		}

	}

	@Refused("it is marked @NonBlocking, and reads the content of the request")
	@RequestHandler
	static class NonBlockingFile {

		@NonBlocking
		@Post
		void add(MultipartFile file) {
		}

	}

	@Refused({ "its parameter 0 is a file, and has a text as its default value", "set 'required' to false" })
	@RequestHandler
	static class FileByDefault {

		@Post
		void add(@RequestParam(defaultValue = "x") MultipartFile file) {
		}

	}

	@Refused({ "its parameter 0 is a map of files", "Mark it with @RequestParam without a name" })
	@RequestHandler
	static class MapOfOneField {

		@Post
		void add(@RequestPart("file") Map<String, MultipartFile> files) {
		}

	}

	@Refused({ "no part of a request fits its parameter 0 of type java.lang.String",
			"annotate it with @PathVariable, @RequestParam" })
	@RequestHandler
	static class Unannotated {

		@Get
		String get(String name) {
			return name;
		}

	}

	@Refused({ "'id' is a variable that its path does not have", "Put '{id}' into the path" })
	@RequestHandler
	static class OtherVariable {

		@Get("/things/{name}")
		String get(@PathVariable String id) {
			return id;
		}

	}

	@Refused({ "may be missing, and int cannot be null", "Give the parameter a default value" })
	@RequestHandler
	static class OptionalNumber {

		@Get
		void get(@RequestParam(required = false) int n) {
		}

	}

	@Refused({ "which no text converts to", "add a Converter<String, Reader>" })
	@RequestHandler
	static class Unconvertible {

		@Get
		void get(@RequestParam Reader reader) {
		}

	}

	@Refused({ "WebRequest", "Use HttpExchange, HttpRequest, HttpResponse" })
	@RequestHandler
	static class OfServlets {

		@Get
		void get(WebRequest request) {
		}

	}

	@Refused({ "its path '/a?x=1' is more than a path", "Write the path alone", "@RequestParam" })
	@RequestHandler
	static class QueryInPath {

		@Get("/a?x=1")
		void get() {
		}

	}

	@Refused({ "'/http://example.org/a' is more than a path", "the host is for the proxy" })
	@RequestHandler("http://example.org")
	static class HostInPath {

		@Get("/a")
		void get() {
		}

	}

	@Refused({ "InSession'", "marked @SessionAttributes", "no sessions", "Remove it" })
	@RequestHandler
	@SessionAttributes("user")
	static class InSession {

		@Get
		void get() {
		}

	}

	@Refused({ "is marked @RequestAttribute, which no request has a value for", "Add an ArgumentResolver" })
	@RequestHandler
	static class WithAttribute {

		@Get
		void get(@RequestAttribute Locale locale) {
		}

	}

	@Refused({ "is marked @MatrixVariable", "Use @PathVariable or @RequestParam" })
	@RequestHandler
	static class WithMatrix {

		@Get
		void get(@MatrixVariable String color) {
		}

	}

	@Refused({ "is marked @Value", "by the constructor of the bean" })
	@RequestHandler
	static class WithValue {

		@Get
		void get(@Value("${app.name:x}") String name) {
		}

	}

	@Refused({ "is marked @SessionAttribute", "no sessions" })
	@RequestHandler
	static class WithSessionAttribute {

		@Get
		void get(@SessionAttribute Pair pair) {
		}

	}

	@Refused({ "FinalMethod.get()", "it is final, and the proxy of its bean cannot hand it on", "Remove 'final'" })
	@RequestHandler
	@Scope(value = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class FinalMethod {

		@Get
		final void get() {
		}

	}

	@Refused({ "ServerHttpRequest", "Use HttpExchange, HttpRequest, HttpResponse" })
	@RequestHandler
	static class OfWebFlux {

		@Get
		void get(ServerHttpRequest request) {
		}

	}

	@Refused({ "no part of a request fits its parameter 0", "Pair", "@ModelAttribute, @RequestBody or @RequestPart" })
	@RequestHandler
	static class ForgottenBody {

		@Post
		void add(Pair pair) {
		}

	}

	@Refused({ "parameter 1 is for the errors of the parameter before it, which is not bound",
			"Put it directly after" })
	@RequestHandler
	static class ErrorsOfANumber {

		@Get
		void get(@RequestParam int n, BindingResult result) {
		}

	}

	@Refused({ "parameter 1 is for the errors of an object, and the content is no object",
			"HandlerMethodValidationException" })
	@RequestHandler
	static class ErrorsOfAList {

		@Post
		void add(@RequestBody List<Pair> pairs, BindingResult result) {
		}

	}

	@Refused({ "java.lang.String, which is a single value", "single values by @RequestParam" })
	@RequestHandler
	static class AttributeOfText {

		@Get
		void get(@ModelAttribute String name) {
		}

	}

	@Refused({ "java.util.Map, which has no properties of its own", "@RequestParam Map<String, String>" })
	@RequestHandler
	static class AttributeOfMap {

		@Get
		void get(@ModelAttribute Map<String, String> all) {
		}

	}

	@Refused({ "has a part of a form of servlets or WebFlux", "Use a record" })
	@RequestHandler
	static class AttributeWithFile {

		@Post
		void add(@ModelAttribute Attached attached) {
		}

	}

	record Attached(String name, FilePart file) {
	}

	@Refused({ "@ModelAttribute(binding = false)", "there is no model", "Remove 'binding'" })
	@RequestHandler
	static class Unbound {

		@Get
		void get(@ModelAttribute(binding = false) Pair pair) {
		}

	}

	@Refused({ "ModelMethod.pair()", "marked @ModelAttribute, and there is no model", "ArgumentResolver" })
	@RequestHandler
	static class ModelMethod {

		@ModelAttribute
		Pair pair() {
			return new Pair(1, 2);
		}

		@Get
		void get() {
		}

	}

	@Refused({ "marked @InitBinder, and has to take one WebDataBinder", "void configure(WebDataBinder binder)" })
	@RequestHandler
	static class BinderOfNothing {

		@InitBinder
		void configure() {
		}

		@Get
		void get() {
		}

	}

	@Refused({ "marked @InitBinder, and reads the content", "Remove the parameter" })
	@RequestHandler
	static class BinderOfContent {

		@InitBinder
		void configure(WebDataBinder binder, @RequestBody String text) {
		}

		@Get
		void get() {
		}

	}

	@Warned({ "Nothing validates the parameters of", "Unvalidated.get", "Add spring-boot-starter-validation" })
	@RequestHandler
	static class Unvalidated {

		@Get
		void get(@RequestParam @Min(1) int n) {
		}

	}

	@Warned({ "GetInComponent' has methods with verb annotations such as @Get", "is not marked @RequestHandler" })
	@Component
	static class GetInComponent {

		@Get("/a")
		String get() {
			return "";
		}

	}

	@Warned({ "'plain' has methods with verb annotations such as @Get", "is not marked @RequestHandler" })
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

	@Warned({ "HandlerClassInComponent'", "answers no request", "jhttp.handler-class" })
	@Component
	static class HandlerClassInComponent extends SimpleHttpRequestHandler {

	}

	@Warned({ "SpacedVerbInComponent' has methods with verb annotations", "is not marked @RequestHandler" })
	@Component
	static class SpacedVerbInComponent {

		@HttpVerb("EGGS AND SPAM")
		void get() {
		}

	}

	@Warned({ "@Controller or @RestController", "no Spring MVC or WebFlux", "Rest'", "@RequestHandler",
			"spring-boot-starter-webmvc" })
	@RestController
	static class Rest {

		@GetMapping("/a")
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

	@Configuration(proxyBeanMethods = false)
	static class OwnServerConfiguration {

		@Bean
		JhttpServer ownServer() {
			return new JhttpServer(HttpServer.builder().port(0).handler((exchange) -> exchange.response().send("own")));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class GivenServerConfiguration {

		@Bean
		JhttpServer ownServer(JhttpProperties properties, HttpHandler handler) {
			return new JhttpServer(HttpServer.builder()
				.port(properties.getPort())
				.serverHeader(properties.getServerHeader())
				.handler(handler));
		}

	}

	record Management(JhttpListener listener) implements ManagementHandler {

		@Override
		public HttpListener serve(HttpListener listener) {
			return listener;
		}

	}

}
