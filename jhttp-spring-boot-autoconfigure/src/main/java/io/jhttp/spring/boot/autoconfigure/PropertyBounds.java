package io.jhttp.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.jhttp.server.FormParts;
import io.jhttp.server.http.FieldRules;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Refuses values of properties that the engine cannot take, and says which would do.
 */
final class PropertyBounds {

	/** The engine counts in nanoseconds. */
	private static final Duration LONGEST = Duration.ofDays(Duration.ofNanos(Long.MAX_VALUE).toDays());

	private static final Set<String> KNOWN_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

	private PropertyBounds() {
	}

	/**
	 * Methods are case-sensitive (RFC 9110, section 9.1), so that "post" would never
	 * match.
	 * @throws IllegalArgumentException if one is none, or is known in another case
	 */
	static void methods(List<String> methods) {
		for (String method : methods) {
			FieldRules.requireName(method);
			String upper = method.toUpperCase(Locale.ROOT);
			if (!method.equals(upper) && KNOWN_METHODS.contains(upper)) {
				throw new IllegalArgumentException(
						"Methods are case-sensitive, and no client sends " + method + ": write " + upper + ".");
			}
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

	/** As of Boot, -1 is no limit, as it is for the engine. */
	static long limit(String property, DataSize size) {
		require(size.toBytes() >= FormParts.UNLIMITED, property, size, "Set it to 0B or more, or to -1 for no limit.");
		return size.toBytes();
	}

	static int notNegativeInt(String property, DataSize size) {
		boolean valid = !size.isNegative() && size.toBytes() <= Integer.MAX_VALUE;
		require(valid, property, size, "Set it to at least 0B and at most " + Integer.MAX_VALUE + "B.");
		return (int) size.toBytes();
	}

	static Duration notNegative(String property, Duration duration) {
		boolean valid = !duration.isNegative() && duration.compareTo(LONGEST) <= 0;
		require(valid, property, duration, "Set it to at least 0s and at most " + LONGEST.toDays() + "d.");
		return duration;
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
