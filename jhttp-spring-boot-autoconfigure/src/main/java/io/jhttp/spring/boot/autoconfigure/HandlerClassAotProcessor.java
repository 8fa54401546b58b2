package io.jhttp.spring.boot.autoconfigure;

import io.jhttp.server.handler.CgiHttpRequestHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Keeps the handler class in a native image, if it is known when the image is built: its
 * instances are created by Spring, and its verb methods and hooks found by reflection.
 */
final class HandlerClassAotProcessor implements BeanFactoryInitializationAotProcessor {

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		Environment environment = beanFactory.getBeanProvider(Environment.class).getIfAvailable();
		if (environment == null) {
			return null;
		}
		Class<?> handlerClass = Binder.get(environment)
			.bind("jhttp.handler-class", Bindable.of(Class.class))
			.orElse(null);
		if (handlerClass == null) {
			return null;
		}
		return (generationContext, code) -> {
			RuntimeHints hints = generationContext.getRuntimeHints();
			register(hints, handlerClass);
			register(hints, CgiHttpRequestHandler.class);
		};
	}

	private static void register(RuntimeHints hints, Class<?> handlerClass) {
		for (Class<?> type = handlerClass; type != null && type != Object.class; type = type.getSuperclass()) {
			hints.reflection()
				.registerType(type, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS, MemberCategory.INVOKE_DECLARED_METHODS,
						MemberCategory.ACCESS_DECLARED_FIELDS);
		}
	}

}
