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
import io.jhttp.spring.boot.autoconfigure.ssl.KeyStoreFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
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
	void portOfAListenerInUse(CapturedOutput output) throws IOException {
		try (ServerSocket other = new ServerSocket(0)) {
			start(new Class<?>[0], "--jhttp.listeners.a.port=0", "--jhttp.listeners.b.port=" + other.getLocalPort());
			assertReport(output, "Cannot listen on 0.0.0.0 port " + other.getLocalPort() + ": Address already in use.",
					"or set jhttp.listeners.b.port to another port");
		}
	}

	@Test
	void portBesideListeners(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.port=0", "--jhttp.listeners.a.port=0");
		assertReport(output, "jhttp.port", "such as jhttp.listeners.a.port");
	}

	@Test
	void pathOfAUnixSocketThatIsTooLong(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.listeners.a.path=" + this.directory.resolve("a".repeat(110)));
		assertReport(output, "the path is too long for a Unix socket",
				"Set jhttp.listeners.a.path to a shorter path, such as one below /run.");
	}

	@Test
	void pathOfAUnixSocketInADirectoryThatThereIsNot(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.listeners.a.path=" + this.directory.resolve("missing/a.sock"));
		assertReport(output, "the directory " + this.directory.resolve("missing") + " does not exist",
				"Set jhttp.listeners.a.path to a path in a directory that exists");
	}

	@Test
	void standardInputThatIsNoSocket(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.listeners.a.inherited=true");
		assertReport(output, "Cannot listen on the inherited socket: the standard input of the process is no socket",
				"StandardInput=socket");
	}

	@Test
	void portForRedirectsInUse(CapturedOutput output) throws Exception {
		try (ServerSocket other = new ServerSocket(0)) {
			start(new Class<?>[0], bundle(KeyStoreFile.create(this.directory, "a"),
					"--jhttp.ssl.redirect-from-port=" + other.getLocalPort()));
			assertReport(output, "Cannot listen on 0.0.0.0 port " + other.getLocalPort() + ": Address already in use.",
					"or set jhttp.ssl.redirect-from-port to another port");
		}
	}

	@Test
	void portForRedirectsThatIsNone(CapturedOutput output) throws Exception {
		start(new Class<?>[0],
				bundle(KeyStoreFile.create(this.directory, "a"), "--jhttp.ssl.redirect-from-port=65536"));
		assertReport(output, "Invalid value '65536' for configuration property 'jhttp.ssl.redirect-from-port'",
				"A port is a number from 0 to 65535.");
	}

	@Test
	void bundleThatThereIsNot(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.ssl.bundle=web");
		assertReport(output,
				"The HTTP server cannot speak HTTPS with jhttp.ssl.bundle=web. There is no SSL bundle 'web'; none is "
						+ "configured.",
				"Configure spring.ssl.bundle.pem.web or spring.ssl.bundle.jks.web, or set jhttp.ssl.bundle to another "
						+ "bundle.");
	}

	@Test
	void bundleOfAHostThatThereIsNot(CapturedOutput output) throws Exception {
		start(new Class<?>[0], bundle(KeyStoreFile.create(this.directory, "a"),
				"--jhttp.ssl.server-name-bundles[0].server-name=a", "--jhttp.ssl.server-name-bundles[0].bundle=web"));
		assertReport(output, "There is no SSL bundle 'web'; there are tested.",
				"or set jhttp.ssl.server-name-bundles to another bundle.");
	}

	@Test
	void bundleWithoutKey(CapturedOutput output) throws Exception {
		start(new Class<?>[0], bundle(KeyStoreFile.withoutKey(this.directory, "a")));
		assertReport(output, "SSL bundle 'tested' has no private key, which a server needs.",
				"Give it keystore.certificate and keystore.private-key (PEM) or a keystore.location (JKS or PKCS12), or "
						+ "set jhttp.ssl.bundle to another bundle.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			textBlock = """
					jks.broken.keystore.location    ; file:missing.p12 ; Could not load store from 'file:missing.p12'
					pem.broken.keystore.certificate ; file:missing.pem ; Error reading certificate or key from file 'file:missing.pem'
					pem.broken.keystore.certificate ; file:pom.xml     ; Missing certificates or unrecognized format
					""",
			quoteCharacter = '`')
	void bundleWhoseFilesCannotBeRead(String property, String value, String reason, CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.ssl.bundle=broken", "--spring.ssl.bundle." + property + "=" + value);
		assertReport(output, "SSL bundle 'broken' cannot be loaded: Unable to create key store: " + reason,
				"Correct the files and passwords of the bundle, or set jhttp.ssl.bundle to another bundle.");
	}

	@Test
	void bundleWithAWrongPassword(CapturedOutput output) throws Exception {
		start(new Class<?>[0], "--jhttp.ssl.bundle=broken",
				"--spring.ssl.bundle.jks.broken.keystore.location=file:" + KeyStoreFile.create(this.directory, "a"),
				"--spring.ssl.bundle.jks.broken.keystore.password=wrong");
		assertReport(output, "SSL bundle 'broken' cannot be loaded: Unable to create key store: Could not load store",
				"Correct the files and passwords of the bundle");
		assertThat(output).contains("password was incorrect").doesNotContain("=wrong");
	}

	@Test
	void clientsThatAreAskedForCertificatesWithoutEncryption(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.ssl.client-auth=need");
		assertReport(output, "The property jhttp.ssl.bundle is not set.", "HTTPS needs an SSL bundle");
	}

	@ParameterizedTest
	@CsvSource({ "enabled-protocols, TLSv9, protocol", "ciphers, TLS_ROT13, cipher suite" })
	void bundleWithOptionsThatTheJdkDoesNotKnow(String option, String value, String what, CapturedOutput output)
			throws Exception {
		start(new Class<?>[0], bundle(KeyStoreFile.create(this.directory, "a"),
				"--spring.ssl.bundle.jks.tested.options." + option + "=" + value));
		assertReport(output,
				"SSL bundle 'tested' cannot be used: This JDK knows no TLS " + what + " '" + value + "'; it knows ",
				"Correct options.ciphers and options.enabled-protocols of the bundle, or leave them out.");
	}

	@Test
	void handshakeTimeoutThatIsNone(CapturedOutput output) throws Exception {
		start(new Class<?>[0], bundle(KeyStoreFile.create(this.directory, "a"), "--jhttp.ssl.handshake-timeout=0s"));
		assertReport(output, "'jhttp.ssl.handshake-timeout'", "Set it to more than 0s and at most ");
	}

	private static String[] bundle(Path keyStore, String... others) {
		String[] all = Arrays.copyOf(others, others.length + 3);
		all[others.length] = "--spring.ssl.bundle.jks.tested.keystore.location=file:" + keyStore;
		all[others.length + 1] = "--spring.ssl.bundle.jks.tested.keystore.password=" + KeyStoreFile.PASSWORD;
		all[others.length + 2] = "--jhttp.ssl.bundle=tested";
		return all;
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
	@CsvSource(delimiter = ';',
			textBlock = """
					port                        ; 65536         ; A port is a number from 0 to 65535.
					accept-count                ; 0             ; Set it to 1 or more.
					event-loops                 ; 0             ; Set it to 1 or more.
					threads.max                 ; 0             ; Set it to 1 or more.
					http2.max-concurrent-streams ; 0            ; Set it to 1 or more.
					http2.max-concurrent-handlers ; 0           ; Set it to 1 or more.
					http2.max-abuse-score       ; 0             ; Set it to 1 or more.
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
					max-in-memory-size          ; 2GB           ; Set it to at least 0B and at most 2147483647B.
					max-in-memory-size          ; -1B           ; Set it to at least 0B and at most 2147483647B.
					async.timeout               ; 0s            ; Set it to more than 0s and at most 106751d.
					min-body-rate               ; -1B           ; Set it to 0B or more.
					min-write-rate              ; -1B           ; Set it to 0B or more.
					header-timeout              ; 0s            ; Set it to more than 0s and at most 106751d.
					keep-alive-timeout          ; -1s           ; Set it to more than 0s and at most 106751d.
					body-timeout                ; 0s            ; Set it to more than 0s and at most 106751d.
					write-timeout               ; 0s            ; Set it to more than 0s and at most 106751d.
					linger-timeout              ; 106752d       ; Set it to more than 0s and at most 106751d.
					proxies.trusted             ; proxy.example ; is neither an address, such as 192.0.2.1
					proxies.trusted             ; 10.0.0.1/8    ; use the network address, or one address without a prefix length
					proxies.proxy-protocol      ; true          ; Set jhttp.proxies.trusted to the addresses of the proxies.
					proxies.headers             ; forwarded     ; Set jhttp.proxies.trusted to the addresses of the proxies.
					files.fallback.prefix       ; /app          ; Set jhttp.files.fallback.page to the page
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
	void delayOfAStopThatHasNone(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.shutdown=immediate", "--jhttp.shutdown-delay=1s");
		assertReport(output, "Invalid value '1s' for configuration property 'jhttp.shutdown-delay'",
				"Set jhttp.shutdown to graceful");
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
		start(new Class<?>[0], "--jhttp.access-log.enabled=true",
				"--jhttp.access-log.file=" + this.directory.resolve("access.log"),
				"--jhttp.access-log." + property + "=" + value);
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
				"The HTTP server cannot serve the directory 'no/such/directory' (originating from '\"jhttp.directory\" from "
						+ "property source \"commandLineArgs\"'): " + Path.of("no/such/directory").toAbsolutePath()
						+ " does not exist.",
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
		assertReport(output,
				"The handler class java.lang.String (originating from '\"jhttp.handler-class\" from property source "
						+ "\"commandLineArgs\"') cannot answer requests: it does not extend "
						+ BaseHttpRequestHandler.class.getName() + ".",
				"Set jhttp.handler-class to a concrete class");
	}

	@Test
	void handlerClassThatIsAbstract(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.handler-class=" + AbstractHandler.class.getName());
		assertReport(output, "') cannot answer requests: it is abstract.", "Set jhttp.handler-class");
	}

	@Test
	void handlerClassWithTwoConstructors(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.handler-class=" + TwoConstructorsHandler.class.getName());
		assertReport(output, "') cannot answer requests: it has 2 constructors, and none of them is marked.",
				"Mark the constructor that Spring is to call with @Autowired.");
	}

	@Test
	void handlerClassWithoutVerbMethod(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.handler-class=" + NoVerbHandler.class.getName());
		assertReport(output, "NoVerbHandler has no verb method: annotate one", "Set jhttp.handler-class");
	}

	@Test
	void handlerClassThatCannotRunTheScriptsThatAreOn(CapturedOutput output) {
		start(new Class<?>[0], "--jhttp.cgi.enabled=true",
				"--jhttp.handler-class=io.jhttp.server.handler.SimpleHttpRequestHandler");
		assertReport(output,
				"it does not extend io.jhttp.server.handler.CgiHttpRequestHandler, though jhttp.cgi.enabled is true.",
				"Let it extend io.jhttp.server.handler.CgiHttpRequestHandler, or set jhttp.cgi.enabled to false.");
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

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			textBlock = """
					port: 70000                         ; jhttp.port                           ; A port is a number
					shutdown: sometimes                 ; jhttp.shutdown                       ; IMMEDIATE
					max-connections: many               ; jhttp.max-connections                ; Update your application's
					header-timeout: soon                ; jhttp.header-timeout                 ; Update your application's
					max-request-body-size: huge         ; jhttp.max-request-body-size          ; Update your application's
					http09: perhaps                     ; jhttp.http09                         ; Update your application's
					protocol-version: HTTP/3            ; jhttp.protocol-version               ; Update your application's
					address: no such host               ; jhttp.address                        ; Update your application's
					directory: no/such/directory        ; the directory 'no/such/directory'    ; Set jhttp.directory
					handler-class: com.example.Missing  ; jhttp.handler-class                  ; Update your application's
					handler-class: java.lang.String     ; class java.lang.String               ; Set jhttp.handler-class
					index-pages: [ a/b ]                ; jhttp.index-pages[0]                 ; the name of a file
					mime-mappings: { foo: "a\\nb" }    ; jhttp.mime-mappings[foo]             ; only visible
					mime-mappings: { foo: bar }         ; jhttp.mime-mappings[foo]             ; a slash between
					files: { default-content-type: text/ } ; jhttp.files.default-content-type  ; a slash between
					access-log: { enabled: 2 }          ; jhttp.access-log.enabled             ; Update your application's
					server-header: "a\\nb"             ; jhttp.server-header                  ; cannot be the value of a header
					files: { symlinks: some }           ; jhttp.files.symlinks                 ; CONTAINED
					files: { deny: [ "[a" ] }           ; jhttp.files.deny[0]                  ; is not closed
					files: { error-pages: { 200: a } }  ; jhttp.files.error-pages[200]         ; from 400 to 599
					files: { cache: { validity: -1s } } ; jhttp.files.cache.validity           ; Set it to at least 0s
					files: { cache-control: [ { pattern: "[a", value: b } ] } ; jhttp.files.cache-control[0].pattern ; is not closed
					cgi: { enabled: true, directories: [ / ] } ; jhttp.cgi.directories[0]      ; it needs a name
					cgi: { enabled: true, directories: [] } ; jhttp.cgi.directories           ; Name a directory
					cgi: { enabled: true, methods: [ GET, TRACE ] } ; jhttp.cgi.methods[1]     ; never for a script
					cgi: { enabled: true, methods: [] } ; jhttp.cgi.methods                    ; at least one method
					cgi: { enabled: true, timeout: 0s } ; jhttp.cgi.timeout                    ; Set it to more than 0s
					cgi: { enabled: true, interpreters: { py: /no/python } } ; jhttp.cgi.interpreters[py] ; does not exist
					cgi: { enabled: true, interpreters: { py: " " } } ; jhttp.cgi.interpreters[py] ; needs a program
					""")
	void valueInAFileIsNamedByItsKeyAndPlace(String yaml, String key, String remedy, CapturedOutput output)
			throws IOException {
		Path file = Files.writeString(this.directory.resolve("bad.yml"), "# A comment\njhttp:\n  " + yaml + "\n");
		start(new Class<?>[0], "--spring.config.additional-location=" + file.toUri());
		assertReport(output, key, remedy);
		assertThat(output).containsPattern("bad\\.yml\\] - 3:\\d+");
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
		assertReport(output, UnknownParameter.class.getName() + ".get(Reader) cannot answer requests: no part of a"
				+ " request fits its parameter 0 of type java.io.Reader.", "Use HttpExchange");
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
	void mediaTypeThatIsNone(CapturedOutput output) {
		start(new Class<?>[] { NoMediaType.class });
		assertReport(output, "'text' is not a media type", "Write media types such as 'application/json'");
	}

	@Test
	void producedMediaTypeThatIsARange(CapturedOutput output) {
		start(new Class<?>[] { ProducedRange.class });
		assertReport(output, "it produces 'text/*', which is a range", "Name the media types in 'produces'");
	}

	@Test
	void duplicateRouteThatMediaTypesDoNotTellApart(CapturedOutput output) {
		start(new Class<?>[] { SameMediaTypes.class });
		assertReport(output, "GET / produces text/html, text/plain in ", "Give one of them another path");
		assertThat(output).contains("GET / produces text/plain in ");
	}

	@Test
	void variableThatThePathDoesNotHave(CapturedOutput output) {
		start(new Class<?>[] { MissingVariable.class });
		assertReport(output, "its parameter 'id' is a variable that its path does not have: [/things/{name}]",
				"Put '{id}' into the path");
	}

	@Test
	void scopeThatIsNotKnown(CapturedOutput output) {
		start(new Class<?>[] { UnknownScope.class });
		assertReport(output, "cannot answer requests: its scope 'request' is not known here",
				"Make it a singleton or a prototype");
	}

	@Test
	void exceptionHandlersOfTheSameException(CapturedOutput output) {
		start(new Class<?>[] { SameExceptions.class });
		assertReport(output, "Ambiguous @ExceptionHandler method mapped for",
				"Give each @ExceptionHandler method exceptions of its own");
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
		if (Arrays.stream(arguments).noneMatch((argument) -> argument.startsWith("--jhttp.listeners."))) {
			application.setDefaultProperties(Map.of("jhttp.port", "0"));
		}
		assertThatException().isThrownBy(() -> application.run(all).close());
	}

	private static void assertReport(CapturedOutput output, String description, String action) {
		assertThat(output).contains("APPLICATION FAILED TO START", description, action).doesNotContain("\tat ");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, JhttpServerAutoConfiguration.class })
	static class ApplicationConfiguration {

	}

	abstract static class AbstractHandler extends BaseHttpRequestHandler {

	}

	static class TwoConstructorsHandler extends BaseHttpRequestHandler {

		TwoConstructorsHandler(String one) {
		}

		TwoConstructorsHandler(Integer two) {
		}

		@Get
		void get() {
		}

	}

	static class NoVerbHandler extends BaseHttpRequestHandler {

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
	static class NoMediaType {

		@Get(consumes = "text")
		void get() {
		}

	}

	@RequestHandler
	static class ProducedRange {

		@Get(produces = "text/*")
		void get() {
		}

	}

	@RequestHandler
	static class SameMediaTypes {

		@Get(produces = { "text/html", "text/plain" })
		void page() {
		}

		@Get(produces = "text/plain")
		void text() {
		}

	}

	@RequestHandler
	static class MissingVariable {

		@Get("/things/{name}")
		void get(@PathVariable String id) {
		}

	}

	@RequestHandler
	@Scope("request")
	static class UnknownScope {

		@Get
		void get() {
		}

	}

	@RequestHandler
	static class SameExceptions {

		@Get
		void get() {
		}

		@ExceptionHandler
		void first(IOException failure) {
		}

		@ExceptionHandler(IOException.class)
		void second() {
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
