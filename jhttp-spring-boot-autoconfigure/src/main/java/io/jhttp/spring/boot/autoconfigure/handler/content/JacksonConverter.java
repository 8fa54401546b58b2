package io.jhttp.spring.boot.autoconfigure.handler.content;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.http.converter.HttpMessageConverters.ServerBuilder;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;

/**
 * JSON by the application's own mapper, if there is Jackson without Spring Boot's module
 * for converters.
 */
final class JacksonConverter {

	private JacksonConverter() {
	}

	static void customize(ServerBuilder builder, BeanFactory beanFactory) {
		beanFactory.getBeanProvider(JsonMapper.class)
			.ifUnique((mapper) -> builder.withJsonConverter(new JacksonJsonHttpMessageConverter(mapper)));
	}

}
