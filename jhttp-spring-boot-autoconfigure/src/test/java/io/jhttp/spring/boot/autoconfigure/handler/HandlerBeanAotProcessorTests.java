package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.List;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.Post;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.http.ResponseEntity;
import org.springframework.javapoet.ClassName;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.multipart.MultipartFile;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlerBeanAotProcessor}.
 */
class HandlerBeanAotProcessorTests {

	@Test
	void isFoundWhenAnApplicationIsProcessed() {
		assertThat(AotServices.factories().load(BeanRegistrationAotProcessor.class))
			.hasAtLeastOneElementOfType(HandlerBeanAotProcessor.class);
	}

	@Test
	void verbMethodsOfHandlerBeansAreKept() throws Exception {
		RuntimeHints hints = process(Handler.class);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Handler.class.getDeclaredMethod("spam", Eggs.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Handler.class.getDeclaredMethod("get")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Handler.class.getDeclaredMethod("other")))
			.rejects(hints);
	}

	@Test
	void contentOfRequestsAndAnswersIsKept() throws Exception {
		RuntimeHints hints = process(Handler.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Eggs.class.getDeclaredMethod("count")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Spam.class.getDeclaredMethod("text")))
			.accepts(hints);
	}

	@Test
	void contentOfPartsIsKept() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Ham.class.getDeclaredMethod("text")))
			.accepts(process(Handler.class));
	}

	@Test
	void whatParametersAreBoundToAndByIsKept() throws Exception {
		RuntimeHints hints = process(Handler.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Search.class.getDeclaredMethod("text")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Handler.class.getDeclaredMethod("configure", WebDataBinder.class))).accepts(hints);
	}

	@Test
	void otherBeansContributeNothing() {
		assertThat(contribution(Other.class)).isNull();
	}

	private static RuntimeHints process(Class<?> type) {
		GenerationContext context = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Application")), new InMemoryGeneratedFiles());
		BeanRegistrationAotContribution contribution = contribution(type);
		assertThat(contribution).isNotNull();
		contribution.applyTo(context, null);
		return context.getRuntimeHints();
	}

	private static BeanRegistrationAotContribution contribution(Class<?> type) {
		DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();
		beanFactory.registerBeanDefinition("bean", new RootBeanDefinition(type));
		return new HandlerBeanAotProcessor().processAheadOfTime(RegisteredBean.of(beanFactory, "bean"));
	}

	record Eggs(int count) {
	}

	record Spam(String text) {
	}

	record Ham(String text) {
	}

	record Search(String text) {
	}

	@RequestHandler("/a")
	static class Handler {

		@Get
		ResponseEntity<Spam> get() {
			return ResponseEntity.ok().build();
		}

		@HttpVerb("SPAM")
		void spam(@RequestBody Eggs eggs) {
		}

		@Post("/parts")
		void parts(@RequestPart List<Ham> ham, MultipartFile file) {
		}

		@Get("/search")
		void search(Search search) {
		}

		@InitBinder
		void configure(WebDataBinder binder) {
		}

		void other() {
		}

	}

	static class Other {

		@Get
		void get() {
		}

	}

}
