package io.jhttp.spring.boot.webflux.autoconfigure;

import java.time.Duration;
import java.util.function.Consumer;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Refuses values of properties that the engine cannot take, and says which would do.
 */
final class PropertyBounds {

	/** The engine counts in nanoseconds. */
	private static final Duration LONGEST = Duration.ofDays(Duration.ofNanos(Long.MAX_VALUE).toDays());

	private PropertyBounds() {
	}

	static <T> void use(String property, T value, Consumer<T> use) {
		try {
			use.accept(value);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value, String.valueOf(ex.getMessage()));
		}
	}

	static int positive(String property, int number) {
		require(number > 0, property, number, "Set it to 1 or more.");
		return number;
	}

	static int notNegative(String property, int number) {
		require(number >= 0, property, number, "Set it to 0 or more.");
		return number;
	}

	static int positive(String property, DataSize size) {
		boolean valid = size.toBytes() > 0 && size.toBytes() <= Integer.MAX_VALUE;
		require(valid, property, size, "Set it to at least 1B and at most " + Integer.MAX_VALUE + "B.");
		return (int) size.toBytes();
	}

	static long notNegative(String property, DataSize size) {
		require(!size.isNegative(), property, size, "Set it to 0B or more.");
		return size.toBytes();
	}

	static Duration positive(String property, Duration duration) {
		boolean valid = !duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST) <= 0;
		require(valid, property, duration, "Set it to more than 0s and at most " + LONGEST.toDays() + "d.");
		return duration;
	}

	private static void require(boolean valid, String property, Object value, String remedy) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(property, value, remedy);
		}
	}

}
