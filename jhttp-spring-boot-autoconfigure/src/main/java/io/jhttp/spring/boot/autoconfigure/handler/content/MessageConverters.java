package io.jhttp.spring.boot.autoconfigure.handler.content;

import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.GenericHttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.SmartHttpMessageConverter;
import org.springframework.util.ClassUtils;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/**
 * Message converters, from content to objects and back. They are those of Spring Boot if
 * it has them, with whatever an application adds to them, and else spring-web's defaults.
 */
public final class MessageConverters {

	private final List<HttpMessageConverter<?>> converters;

	private final Map<String, Object> hints;

	private MessageConverters(List<HttpMessageConverter<?>> converters, Map<String, Object> hints) {
		this.converters = converters;
		this.hints = hints;
	}

	/**
	 * Collects the converters of an application.
	 * @param beanFactory where its beans are
	 * @return the converters
	 */
	public static MessageConverters of(ConfigurableBeanFactory beanFactory) {
		ClassLoader classLoader = beanFactory.getBeanClassLoader();
		HttpMessageConverters.ServerBuilder builder = HttpMessageConverters.forServer();
		boolean customized = ClassUtils.isPresent(
				"org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer",
				classLoader) && BootConverters.customize(builder, beanFactory);
		if (!customized) {
			builder.registerDefaults();
			if (ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", classLoader)) {
				JacksonConverter.customize(builder, beanFactory);
			}
		}
		List<HttpMessageConverter<?>> converters = new ArrayList<>();
		builder.build().forEach(converters::add);
		return new MessageConverters(converters, Collections.emptyMap());
	}

	/**
	 * Those that accept more settings. Others are left out: what they are not told they
	 * would ignore, and a hint may say what is not to be shown.
	 * @param hints what they are told, such as by {@link JsonViews}
	 * @return the converters
	 */
	public MessageConverters with(Map<String, Object> hints) {
		return hints.isEmpty() ? this : new MessageConverters(
				this.converters.stream().filter(SmartHttpMessageConverter.class::isInstance).toList(), hints);
	}

	/**
	 * Whether any content can become an object of this type.
	 * @param type the type
	 * @return true if a converter reads it
	 */
	public boolean canRead(ResolvableType type) {
		return this.converters.stream().anyMatch((converter) -> canRead(converter, type, null));
	}

	/**
	 * Makes an object of the content of a message.
	 * @param type the type of the object
	 * @param mediaType the type of the content
	 * @param message the message
	 * @return the object, or null if the content says so
	 * @throws UnsupportedMediaTypeStatusException if no converter reads that: 415
	 * @throws IOException if the content cannot be read
	 */
	@SuppressWarnings("unchecked")
	public @Nullable Object read(ResolvableType type, MediaType mediaType, HttpInputMessage message)
			throws IOException {
		for (HttpMessageConverter<?> converter : this.converters) {
			if (canRead(converter, type, mediaType)) {
				if (converter instanceof SmartHttpMessageConverter<?> smart) {
					return smart.read(type, message, this.hints);
				}
				if (converter instanceof GenericHttpMessageConverter<?> generic) {
					return generic.read(type.getType(), null, message);
				}
				return ((HttpMessageConverter<Object>) converter).read((Class<Object>) type.toClass(), message);
			}
		}
		throw new UnsupportedMediaTypeStatusException(mediaType, readable(type));
	}

	private List<MediaType> readable(ResolvableType type) {
		Set<MediaType> types = new LinkedHashSet<>();
		this.converters.stream()
			.filter((converter) -> canRead(converter, type, null))
			.forEach((converter) -> types.addAll(converter.getSupportedMediaTypes(type.toClass())));
		return List.copyOf(types);
	}

	private static boolean canRead(HttpMessageConverter<?> converter, ResolvableType type,
			@Nullable MediaType mediaType) {
		if (converter instanceof SmartHttpMessageConverter<?> smart) {
			return smart.canRead(type, mediaType);
		}
		if (converter instanceof GenericHttpMessageConverter<?> generic) {
			return generic.canRead(type.getType(), null, mediaType);
		}
		return converter.canRead(type.toClass(), mediaType);
	}

	/**
	 * What objects can be written as.
	 * @param type the type of the objects
	 * @return media types and ranges, the server's favourite first; empty if no converter
	 * writes them
	 */
	public List<MediaType> writable(ResolvableType type) {
		Set<MediaType> types = new LinkedHashSet<>();
		for (HttpMessageConverter<?> converter : this.converters) {
			if (canWrite(converter, type, null)) {
				types.addAll(converter.getSupportedMediaTypes(type.toClass()));
			}
		}
		return List.copyOf(types);
	}

	/**
	 * Whether objects can be written as a type of content.
	 * @param type the type of the objects
	 * @param mediaType what to write them as
	 * @return true if a converter does that
	 */
	public boolean canWrite(ResolvableType type, MediaType mediaType) {
		return this.converters.stream().anyMatch((converter) -> canWrite(converter, type, mediaType));
	}

	/**
	 * Writes an object.
	 * @param value the object
	 * @param type its type as far as it was declared
	 * @param mediaType what to write it as
	 * @param message where to
	 * @return false if no converter does that
	 * @throws IOException if the content cannot be written
	 */
	@SuppressWarnings("unchecked")
	public boolean write(Object value, ResolvableType type, MediaType mediaType, HttpOutputMessage message)
			throws IOException {
		for (HttpMessageConverter<?> converter : this.converters) {
			if (canWrite(converter, type, mediaType)) {
				if (converter instanceof SmartHttpMessageConverter<?> smart) {
					((SmartHttpMessageConverter<Object>) smart).write(value, type, mediaType, message, this.hints);
				}
				else if (converter instanceof GenericHttpMessageConverter<?> generic) {
					((GenericHttpMessageConverter<Object>) generic).write(value, type.getType(), mediaType, message);
				}
				else {
					((HttpMessageConverter<Object>) converter).write(value, mediaType, message);
				}
				return true;
			}
		}
		return false;
	}

	private static boolean canWrite(HttpMessageConverter<?> converter, ResolvableType type,
			@Nullable MediaType mediaType) {
		Class<?> rawClass = type.toClass();
		if (converter instanceof SmartHttpMessageConverter<?> smart) {
			return smart.canWrite(type, rawClass, mediaType);
		}
		if (converter instanceof GenericHttpMessageConverter<?> generic) {
			Type declared = type.getType();
			return generic.canWrite(declared, rawClass, mediaType);
		}
		return converter.canWrite(rawClass, mediaType);
	}

}
