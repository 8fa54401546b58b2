package io.jhttp.spring.boot.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartWarnings}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartWarningsTests {

	private static final String WEB_SERVER = "as this application has no web server of Spring Boot";

	private static final String CHAINS = "and protect nothing, as the application has no Spring MVC or WebFlux";

	private static final String SECURITY = "Spring Security does not protect this server";

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			server.port=9000                          ; server.port (use jhttp.port)
			server.address=127.0.0.1                  ; server.address (use jhttp.address)
			server.ssl.key-store=classpath:x.p12      ; server.ssl.key-store (use jhttp.ssl.bundle)
			server.ssl.bundle=web                     ; server.ssl.bundle (use jhttp.ssl.bundle)
			server.compression.enabled=true           ; server.compression.enabled (use jhttp.compression)
			server.servlet.context-path=/app          ; server.servlet.context-path (use the path in @RequestHandler)
			server.servlet.session.timeout=1h         ; server.servlet.session.timeout (jhttp has no equivalent)
			server.forward-headers-strategy=native    ; server.forward-headers-strategy (use jhttp.proxies)
			server.tomcat.threads.max=20              ; server.tomcat.threads.max (use jhttp.threads)
			server.tomcat.uri-encoding=utf-8          ; server.tomcat.uri-encoding (jhttp has no equivalent)
			server.error.include-message=always       ; server.error.include-message (jhttp has no equivalent)
			spring.web.error.include-message=always   ; spring.web.error.include-message (jhttp has no equivalent)
			server.max-http-post-size=1MB             ; server.max-http-post-size (use jhttp.max-request-body-size)
			spring.servlet.multipart.max-file-size=2GB ; spring.servlet.multipart.max-file-size (use jhttp.multipart)
			spring.webflux.multipart.max-parts=7      ; spring.webflux.multipart.max-parts (use jhttp.multipart)
			spring.servlet.encoding.charset=utf-16    ; spring.servlet.encoding.charset (jhttp has no equivalent)
			server.shutdown=immediate                 ; server.shutdown (use jhttp.shutdown)
			""")
	void propertyOfAnotherWebServerIsNamedWithItsCounterpart(String property, String told, CapturedOutput output) {
		start(new ApplicationContextRunner(), property);
		assertThat(output).containsOnlyOnce(WEB_SERVER).contains(told + ".");
	}

	@Test
	void allOfThemStandInOneWarning(CapturedOutput output) {
		start(new ApplicationContextRunner(), "server.port=9000", "server.ssl.key-store-password=secret",
				"server.compression.enabled=true");
		assertThat(output).containsOnlyOnce(WEB_SERVER)
			.contains("server.port (", "server.ssl.key-store-password (", "server.compression.enabled (")
			.doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.application.name=a", "server.name=mine", "server.port=0" })
	void otherPropertiesAndTheRandomPortOfTestsAreNoMistake(String property, CapturedOutput output) {
		start(new ApplicationContextRunner(), property);
		assertThat(output).doesNotContain(WEB_SERVER);
	}

	@Test
	void webServerOfTheContextUsesThem(CapturedOutput output) {
		start(new ReactiveWebApplicationContextRunner(), "server.port=9000");
		assertThat(output).doesNotContain(WEB_SERVER);
	}

	@Test
	void springSecurityThatProtectsNothingIsOneClearWarning(CapturedOutput output) {
		start(new ApplicationContextRunner());
		assertThat(output).containsOnlyOnce(SECURITY)
			.contains("is open to everyone who can reach its port",
					"Add spring-boot-starter-security, or protect it by a JhttpFilter bean",
					"logging.level." + UnusedSecurity.class.getName() + "=error");
	}

	@Test
	void noWarningWithoutSpringSecurity(CapturedOutput output) {
		start(new ApplicationContextRunner().withClassLoader(new FilteredClassLoader("org.springframework.security")));
		assertThat(output).doesNotContain(SECURITY);
	}

	@Test
	void noWarningIfOtherRulesProtectTheServer(CapturedOutput output) {
		start(new ApplicationContextRunner(), "jhttp.auth.users.ann={noop}secret");
		assertThat(output).doesNotContain(SECURITY);
	}

	@Test
	void chainsOfOtherStacksThatProtectNothingAreOneWarning(CapturedOutput output) {
		start(new ApplicationContextRunner().withUserConfiguration(Chains.class));
		assertThat(output).containsOnlyOnce(CHAINS)
			.contains("'servlet', 'reactive'. Define a JhttpSecurityFilterChain bean in their place");
	}

	@Test
	void chainsOfOtherStacksThatAreThereMayProtectThem(CapturedOutput output) {
		start(new ReactiveWebApplicationContextRunner().withUserConfiguration(Chains.class));
		start(new ApplicationContextRunner());
		assertThat(output).doesNotContain(CHAINS);
	}

	private static void start(AbstractApplicationContextRunner<?, ?, ?> runner, String... properties) {
		runner.withConfiguration(AutoConfigurations.of(JhttpServerAutoConfiguration.class))
			.withPropertyValues("jhttp.port=0", "jhttp.address=127.0.0.1", "jhttp.directory=src/test/resources")
			.withPropertyValues(properties)
			.run((context) -> assertThat(context.getStartupFailure()).isNull());
	}

	/** Never made: that would need the servlet API. */
	@Configuration(proxyBeanMethods = false)
	static class Chains {

		@Bean
		@Lazy
		SecurityFilterChain servlet() {
			throw new IllegalStateException();
		}

		@Bean
		@Lazy
		SecurityWebFilterChain reactive() {
			throw new IllegalStateException();
		}

	}

}
