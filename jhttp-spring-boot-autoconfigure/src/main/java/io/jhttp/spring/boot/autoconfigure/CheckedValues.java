package io.jhttp.spring.boot.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Hands values of properties to what uses them, and tells by which key a value is found
 * that it refuses: of a list or map only the element that is wrong, as Boot knows the
 * file and line of elements.
 */
final class CheckedValues {

	private CheckedValues() {
	}

	static <T> void use(String property, T value, Consumer<T> use) {
		try {
			use.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value, String.valueOf(ex.getMessage()));
		}
	}

	/** Each element alone, then all of them. */
	static <T> void elements(String property, List<T> values, Consumer<List<T>> use) {
		for (int i = 0; i < values.size(); i++) {
			use(property + "[" + i + "]", values.get(i), (value) -> use.accept(List.of(value)));
		}
		use(property, values, use);
	}

	/** Each entry alone, then all of them. */
	static <K, T> void entries(String property, Map<K, T> values, Consumer<Map<K, T>> use) {
		values.forEach(
				(name, single) -> use(property + "[" + name + "]", single, (value) -> use.accept(Map.of(name, value))));
		use(property, values, use);
	}

}
