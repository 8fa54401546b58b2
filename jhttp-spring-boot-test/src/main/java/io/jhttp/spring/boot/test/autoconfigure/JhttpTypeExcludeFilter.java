package io.jhttp.spring.boot.test.autoconfigure;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.jhttp.server.ExchangeListener;
import io.jhttp.server.HttpHandler;
import io.jhttp.spring.boot.autoconfigure.cors.CorsConfigurationSource;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.argument.ArgumentResolver;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValueResolver;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.format.Formatter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.util.ClassUtils;
import org.springframework.validation.Validator;
import org.springframework.web.bind.annotation.ControllerAdvice;

/**
 * Leaves out components that {@link JhttpTest} is not about.
 */
final class JhttpTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<JhttpTest> {

	/** What describes the server and its responses. */
	private static final Set<Class<?>> INCLUDES = includes();

	private final Class<?>[] handlers;

	JhttpTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.handlers = getAnnotation().getValue("handlers", Class[].class).orElseGet(() -> new Class<?>[0]);
	}

	private static Set<Class<?>> includes() {
		Set<Class<?>> includes = new LinkedHashSet<>(List.of(ControllerAdvice.class, JhttpFilter.class,
				ArgumentResolver.class, HttpMessageConverter.class, Converter.class, GenericConverter.class,
				Formatter.class, Validator.class, HttpHandler.class, ReturnValueResolver.class, ExchangeListener.class,
				JhttpServerCustomizer.class, CorsConfigurationSource.class));
		ClassLoader loader = JhttpTypeExcludeFilter.class.getClassLoader();
		for (String optional : List.of("tools.jackson.databind.JacksonModule",
				"org.springframework.boot.jackson.JacksonComponent",
				"org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer")) {
			if (ClassUtils.isPresent(optional, loader)) {
				includes.add(ClassUtils.resolveClassName(optional, loader));
			}
		}
		return includes;
	}

	@Override
	protected Set<Class<?>> getKnownIncludes() {
		Set<Class<?>> includes = new LinkedHashSet<>(INCLUDES);
		if (this.handlers.length == 0) {
			includes.add(RequestHandler.class);
		}
		return includes;
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return new LinkedHashSet<>(List.of(this.handlers));
	}

}
