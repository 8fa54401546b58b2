package io.jhttp.spring.boot.autoconfigure;

import java.nio.file.Path;

import org.springframework.core.convert.converter.Converter;

/**
 * Lets a property such as {@code jhttp.directory} be given as a {@link Path} by code, as
 * tests do with a temporary directory in {@code @DynamicPropertySource}.
 */
final class PathToStringConverter implements Converter<Path, String> {

	@Override
	public String convert(Path path) {
		return path.toString();
	}

}
