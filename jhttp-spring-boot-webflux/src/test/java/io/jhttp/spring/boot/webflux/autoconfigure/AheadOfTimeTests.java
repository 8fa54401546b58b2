package io.jhttp.spring.boot.webflux.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.web.server.reactive.context.AnnotationConfigReactiveWebServerApplicationContext;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is kept of an application that is built ahead of time.
 */
class AheadOfTimeTests {

	@Test
	void propertiesAreKept() throws Exception {
		RuntimeHints hints = process();
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(JhttpWebServerProperties.class.getDeclaredMethod("setMaxConnections", int.class)))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(
					JhttpWebServerProperties.Proxies.class.getDeclaredMethod("setProxyProtocol", boolean.class)))
			.accepts(hints);
	}

	@Test
	void anApplicationOfWebFluxNeedsNoWebSocket() {
		process(HttpHandlerAutoConfiguration.class, WebFluxAutoConfiguration.class);
	}

	/** All beans have to be such that code can be generated for them. */
	private static RuntimeHints process(Class<?>... others) {
		AnnotationConfigReactiveWebServerApplicationContext context = new AnnotationConfigReactiveWebServerApplicationContext();
		context.register(JhttpReactiveWebServerAutoConfiguration.class);
		if (others.length > 0) {
			context.register(others);
		}
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Application")), files);
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		return generation.getRuntimeHints();
	}

}
