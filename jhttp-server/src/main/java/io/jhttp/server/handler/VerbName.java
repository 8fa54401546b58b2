package io.jhttp.server.handler;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the name of a method says of a verb, as in Python: {@code doSPAM} answers
 * {@code SPAM}. Registered methods may be written as Java's names are: {@code doGet}.
 */
final class VerbName {

	private static final Pattern CAPITALS = Pattern.compile("do[A-Z][A-Z0-9_]*");

	private static final List<String> REGISTERED = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

	private VerbName() {
	}

	/** Null if the name is not one of a verb: {@code doWork} may be anything. */
	static @Nullable String verb(String methodName) {
		if (CAPITALS.matcher(methodName).matches()) {
			return methodName.substring("do".length());
		}
		for (String verb : REGISTERED) {
			if (methodName.equals("do" + verb.charAt(0) + verb.substring(1).toLowerCase(Locale.ROOT))) {
				return verb;
			}
		}
		return null;
	}

}
