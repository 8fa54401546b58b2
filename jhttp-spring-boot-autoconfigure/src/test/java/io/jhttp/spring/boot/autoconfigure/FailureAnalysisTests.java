package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.Reader;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what is printed when an application cannot start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalysisTests {

	@TempDir
	Path directory;

	@Test
	void portInUse(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket(0)) {
			start(new Class<?>[0], "--jhttp.port=" + other.getLocalPort());
			assertReport(output, "The HTTP server failed to start. Cannot listen on 0.0.0.0 port "
					+ other.getLocalPort() + ": Address already in use.", "or set jhttp.port to another port");
		}
	}

	@Test
	void addressOfAnotherMachine(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.address=192.0.2.1");
		assertReport(output, "Cannot listen on 192.0.2.1 port 0: ", "Set jhttp.address to an address that one of this");
	}

	@Test
	void addressThatIsNone(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.address=no such host");
		assertReport(output, "Failed to bind properties under 'jhttp.address'", "Update your application's");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			port                        ; 65536         ; A port is a number from 0 to 65535.
			accept-count                ; 0             ; Set it to 1 or more.
			event-loops                 ; 0             ; Set it to 1 or more.
			threads.max                 ; 0             ; Set it to 1 or more.
			threads.queue-capacity      ; -1            ; Set it to 0 or more.
			max-request-header-count    ; 0             ; Set it to 1 or more.
			max-connections             ; 0             ; Set it to 1 or more.
			max-connections-per-address ; -1            ; Set it to 0 or more.
			max-keep-alive-requests     ; 0             ; Set it to 1 or more.
			pipelining-depth            ; -1            ; Set it to 1 or more.
			max-request-line-size       ; 0KB           ; Set it to at least 1B and at most 2147483647B.
			max-request-line-size       ; 2147483648B   ; Set it to at least 1B and at most 2147483647B.
			max-request-header-size     ; -8KB          ; Set it to at least 1B and at most 2147483647B.
			max-request-header-size     ; 2GB           ; Set it to at least 1B and at most 2147483647B.
			max-request-body-size       ; -1B           ; Set it to 0B or more.
			min-body-rate               ; -1B           ; Set it to 0B or more.
			min-write-rate              ; -1B           ; Set it to 0B or more.
			header-timeout              ; 0s            ; Set it to more than 0s and at most 106751d.
			keep-alive-timeout          ; -1s           ; Set it to more than 0s and at most 106751d.
			body-timeout                ; 0s            ; Set it to more than 0s and at most 106751d.
			write-timeout               ; 0s            ; Set it to more than 0s and at most 106751d.
			linger-timeout              ; 106752d       ; Set it to more than 0s and at most 106751d.
			proxies.trusted             ; proxy.example ; 'proxy.example' is neither an address
			proxies.trusted             ; 10.0.0.1/8    ; whether one address or all of the block is meant
			proxies.proxy-protocol      ; true          ; Set jhttp.proxies.trusted to the addresses of the proxies.
			""")
	void valueThatTheEngineDoesNotTake(String property, String value, String remedy, CapturedOutput output) {
		start(new Class<?>[0], "--jhttp." + property + "=" + value);
		assertReport(output, "Invalid value '" + value + "' for configuration property 'jhttp." + property + "'",
				remedy);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void numberOfVirtualThreadsThatTheEngineDoesNotTake(CapturedOutput output) {
		start(new Class<?>[0], "--spring.threads.virtual.enabled=true", "--jhttp.threads.virtual.max=0");
		assertReport(output, "Invalid value '0' for configuration property 'jhttp.threads.virtual.max'",
				"Set it to 1 or more.");
	}

	@Test
	void valueInAnotherSpellingOfItsProperty(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.maxConnections=0");
		assertReport(output, "Invalid value '0' for configuration property 'jhttp.max-connections'",
				"Set it to 1 or more.");
	}

	@Test
	void numberThatIsBeyondAnInteger(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.max-connections=2147483648");
		assertReport(output, "Failed to bind properties under 'jhttp.max-connections' to int", "Value: \"2147483648\"");
	}

	@Test
	void forwardingHeadersThatSayTheSame(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.proxies.trusted=loopback", "--jhttp.proxies.headers=forwarded,x-forwarded-for");
		assertReport(output, "for configuration property 'jhttp.proxies.headers'", "choose one.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			buffer-size            ; 0B  ; Set it to at least 1B
			rotation.max-file-size ; -1B ; Set it to 0B or more.
			rotation.max-history   ; -1  ; Set it to 0 or more.
			""")
	void boundOfTheAccessLogThatIsNone(String property, String value, String remedy, CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.access-log.enabled=true", "--jhttp.access-log." + property + "=" + value);
		assertReport(output,
				"Invalid value '" + value + "' for configuration property 'jhttp.access-log." + property + "'", remedy);
	}

	@Test
	void formatOfTheAccessLogThatIsNone(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.access-log.format=xml");
		assertReport(output, "Failed to bind properties under 'jhttp.access-log.format'", "COMBINED");
	}

	@Test
	void accessLogThatCannotBeWritten(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.access-log.enabled=true", "--jhttp.access-log.file=" + this.directory);
		assertReport(output, "The access log cannot be opened: ", "Set jhttp.access-log.file to a file");
	}

	@Test
	void directoryThatDoesNotExist(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.directory=no/such/directory");
		assertReport(output,
				"The HTTP server cannot serve the directory 'no/such/directory': "
						+ Path.of("no/such/directory").toAbsolutePath() + " does not exist.",
				"Set jhttp.directory to a readable");
	}

	@Test
	void directoryThatIsAFile(CapturedOutput output) throws IOException {
		Path file = Files.createFile(this.directory.resolve("file"));
		start(new Class<?>[0], "--jhttp.directory=" + file);
		assertReport(output, file + " is not a directory.", "Set jhttp.directory to a readable");
	}

	@Test
	void handlerClassThatDoesNotExist(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.handler-class=com.example.Missing");
		assertReport(output, "Failed to bind properties under 'jhttp.handler-class'", "Update your application's");
	}

	@Test
	void handlerClassThatIsNone(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.handler-class=java.lang.String");
		assertReport(output, "The handler class java.lang.String cannot answer requests: it does not extend "
				+ BaseHttpRequestHandler.class.getName() + ".", "Set jhttp.handler-class to a concrete class");
	}

	@Test
	void handlerClassThatIsAbstract(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.handler-class=" + AbstractHandler.class.getName());
		assertReport(output, "AbstractHandler cannot answer requests: it is abstract.", "Set jhttp.handler-class");
	}

	@Test
	void handlerClassWithAMalformedVerbMethod(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.handler-class=" + MalformedHandler.class.getName());
		assertReport(output, "MalformedHandler cannot answer requests: ", "Set jhttp.handler-class");
	}

	@Test
	void directoryOfAHandlerClassThatDoesNotExist(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.directory=no/such/directory",
				"--jhttp.handler-class=io.jhttp.server.handler.SimpleHttpRequestHandler");
		assertReport(output, "'no/such/directory'", "Set jhttp.directory to a readable");
	}

	@Test
	void duplicateRoute(CapturedOutput output) {
		start(new Class<?>[] { DuplicateRoutes.class });
		assertReport(output, "Two handler methods answer the same requests:", "Give one of them another path");
		assertThat(output).contains("GET /a/{x} in " + First.class.getName() + ".get() of bean 'first'",
				"GET /a/{y} in " + Second.class.getName() + ".read() of bean 'second'");
	}

	@Test
	void parameterThatNothingIsMeantFor(CapturedOutput output) {
		start(new Class<?>[] { UnknownParameter.class });
		assertReport(output, UnknownParameter.class.getName() + ".get(Reader) cannot answer requests: nothing in a"
				+ " request is meant for its parameter 0 of type java.io.Reader.", "Use HttpExchange");
	}

	@Test
	void parameterThatNoTextConvertsTo(CapturedOutput output) {
		start(new Class<?>[] { Unconvertible.class });
		assertReport(output, Unconvertible.class.getName() + ".get(Reader) cannot answer requests: its parameter 'in'",
				"Use another type");
	}

	@Test
	void primitiveThatMayBeMissing(CapturedOutput output) {
		start(new Class<?>[] { OptionalPrimitive.class });
		assertReport(output, "its parameter 'n' may be missing, and int cannot be null",
				"Give the parameter a default value");
	}

	@Test
	void bodyOfAnotherType(CapturedOutput output) {
		start(new Class<?>[] { OtherBody.class });
		assertReport(output, "the content of a request cannot be had as", "Use byte[] or String");
	}

	@Test
	void resultThatIsNoContent(CapturedOutput output) {
		start(new Class<?>[] { UnknownResult.class });
		assertReport(output, UnknownResult.class.getName() + ".get() cannot answer requests: it returns int",
				"Return a String, byte[]");
	}

	@Test
	void verbThatIsNoToken(CapturedOutput output) {
		start(new Class<?>[] { NoToken.class });
		assertReport(output, NoToken.class.getName() + ".get() cannot answer requests: its verb 'EGGS AND SPAM' is not",
				"Use letters, digits");
	}

	@Test
	void pathThatIsMalformed(CapturedOutput output) {
		start(new Class<?>[] { MalformedPath.class });
		assertReport(output,
				MalformedPath.class.getName() + ".get() cannot answer requests: its path '/{a' is malformed",
				"Write the path as a PathPattern");
	}

	@Test
	void nonBlockingMethodThatReadsContent(CapturedOutput output) {
		start(new Class<?>[] { BlockingNonBlocking.class });
		assertReport(output, "it is marked @NonBlocking, and reads the content", "Remove @NonBlocking");
	}

	private static void start(Class<?>[] handlers, String... arguments) {
		SpringApplication application = new SpringApplication(ApplicationConfiguration.class);
		for (Class<?> handler : handlers) {
			application.addPrimarySources(List.of(handler));
		}
		String[] all = Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = "--spring.main.banner-mode=off";
		application.setDefaultProperties(Map.of("jhttp.port", "0"));
		assertThatException().isThrownBy(() -> application.run(all).close());
	}

	private static void assertReport(CapturedOutput output, String description, String action) {
		assertThat(output).contains("APPLICATION FAILED TO START", description, action).doesNotContain("\tat ");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JhttpAccessLogAutoConfiguration.class, JhttpHandlerAutoConfiguration.class,
			JhttpServerAutoConfiguration.class })
	static class ApplicationConfiguration {

	}

	abstract static class AbstractHandler extends BaseHttpRequestHandler {

	}

	static class MalformedHandler extends BaseHttpRequestHandler {

		@Get
		void doGet(String parameter) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DuplicateRoutes {

		@Bean
		First first() {
			return new First();
		}

		@Bean
		Second second() {
			return new Second();
		}

	}

	@RequestHandler("/a")
	static class First {

		@Get("/{x}")
		String get() {
			return "";
		}

	}

	@RequestHandler
	static class Second {

		@Get("/a/{y}")
		String read() {
			return "";
		}

	}

	@RequestHandler
	static class UnknownParameter {

		@Get
		void get(Reader reader) {
		}

	}

	@RequestHandler
	static class Unconvertible {

		@Get
		void get(@RequestParam Reader in) {
		}

	}

	@RequestHandler
	static class OptionalPrimitive {

		@Get
		void get(@RequestParam(required = false) int n) {
		}

	}

	@RequestHandler
	static class OtherBody {

		@Get
		void get(@RequestBody Reader body) {
		}

	}

	@RequestHandler
	static class UnknownResult {

		@Get
		int get() {
			return 1;
		}

	}

	@RequestHandler
	static class NoToken {

		@HttpVerb("EGGS AND SPAM")
		void get() {
		}

	}

	@RequestHandler
	static class MalformedPath {

		@Get("/{a")
		void get() {
		}

	}

	@RequestHandler
	static class BlockingNonBlocking {

		@Get
		@NonBlocking
		void get(@RequestBody byte[] body) {
		}

	}

}
