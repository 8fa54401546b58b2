package io.jhttp.spring.boot.autoconfigure;

import java.util.Map;

import io.jhttp.server.HttpServer;
import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.Get;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurity;
import io.jhttp.spring.boot.autoconfigure.security.JhttpSecurityFilterChain;
import io.jhttp.spring.boot.autoconfigure.security.defaults.JhttpSecurityAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Bean;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is kept of an application that is built ahead of time.
 */
class AheadOfTimeTests {

	@ParameterizedTest
	@ValueSource(strings = { "media-types.txt", "listing.css", "listing.js" })
	void resourcesOfTheEngineAreKept(String name) {
		RuntimeHints hints = new RuntimeHints();
		AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.forEach((registrar) -> registrar.registerHints(hints, getClass().getClassLoader()));
		String resource = "io/jhttp/server/file/" + name;
		assertThat(HttpServer.class.getResource("/" + resource)).isNotNull();
		assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(hints);
	}

	@Test
	void handlerClassIsKeptWithItsMethods() throws Exception {
		RuntimeHints hints = process(Map.of("jhttp.handler-class", Handler.class.getName()));
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(Handler.class.getDeclaredConstructor(Dependency.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Handler.class.getDeclaredMethod("doGet")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(BaseHttpRequestHandler.class.getDeclaredMethod("endHeaders"))).accepts(hints);
	}

	@Test
	void applicationWithoutAHandlerClassKeepsNone() throws Exception {
		RuntimeHints hints = process(Map.of());
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(BaseHttpRequestHandler.class.getDeclaredMethod("endHeaders"))).rejects(hints);
	}

	@Test
	void propertiesAreKept() throws Exception {
		RuntimeHints hints = process(Map.of());
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(JhttpProperties.class.getDeclaredMethod("setPort", int.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(JhttpFilesProperties.Cache.class.getDeclaredMethod("getMaxSize"))).accepts(hints);
	}

	@Test
	void chainsAndTheirUserAreKept() {
		process(Map.of("spring.security.user.password", "secret"), SecurityAutoConfiguration.class,
				JhttpSecurityAutoConfiguration.class, Secured.class);
	}

	/** All beans have to be such that code can be generated for them. */
	private static RuntimeHints process(Map<String, Object> properties, Class<?>... others) {
		GenericApplicationContext context = new GenericApplicationContext();
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
		AnnotatedBeanDefinitionReader reader = new AnnotatedBeanDefinitionReader(context);
		reader.register(JhttpServerAutoConfiguration.class, Dependency.class);
		reader.register(others);
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Application")), files);
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		return generation.getRuntimeHints();
	}

	@EnableMethodSecurity
	@RequestHandler
	static class Secured {

		@Bean
		JhttpSecurityFilterChain chain(JhttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated()).build();
		}

		@Get("/secured")
		@PreAuthorize("hasRole('ADMIN')")
		public String secured() {
			return "secured";
		}

	}

	static class Dependency {

	}

	static class Handler extends BaseHttpRequestHandler {

		Handler(Dependency dependency) {
		}

		@Get
		void doGet() {
		}

	}

}
