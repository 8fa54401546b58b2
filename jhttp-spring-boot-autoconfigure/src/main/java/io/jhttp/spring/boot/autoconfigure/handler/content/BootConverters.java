package io.jhttp.spring.boot.autoconfigure.handler.content;

import java.util.List;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.http.converter.HttpMessageConverters.ServerBuilder;

/**
 * What Spring Boot says of converters, if its module for them is there.
 */
final class BootConverters {

	private BootConverters() {
	}

	/** Returns false if it says nothing. */
	static boolean customize(ServerBuilder builder, BeanFactory beanFactory) {
		List<ServerHttpMessageConvertersCustomizer> customizers = beanFactory
			.getBeanProvider(ServerHttpMessageConvertersCustomizer.class)
			.orderedStream()
			.toList();
		customizers.forEach((customizer) -> customizer.customize(builder));
		return !customizers.isEmpty();
	}

}
