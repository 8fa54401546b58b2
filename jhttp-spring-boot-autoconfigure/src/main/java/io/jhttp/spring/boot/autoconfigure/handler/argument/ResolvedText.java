package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a text in an annotation stands for.
 *
 * @param source gives it
 * @param constant whether it is the same at any time: the text is no expression
 */
record ResolvedText(Supplier<@Nullable String> source, boolean constant) {

	@Nullable String value() {
		return this.source.get();
	}

}
