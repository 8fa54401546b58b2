package io.jhttp.sample;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The arguments of a program one by one, by the rules of Python's {@code argparse}: which
 * is an option, where its value stands, and how far its name can be shortened.
 */
final class ArgumentReader {

	private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\d+|-\\d*\\.\\d+");

	private final Deque<String> remaining;

	private boolean optionsEnded;

	/**
	 * An option as it was given.
	 *
	 * @param option which one
	 * @param value what is joined with it, or null
	 */
	record Given(Option option, @Nullable String value) {
	}

	ArgumentReader(String... args) {
		this.remaining = new ArrayDeque<>(Arrays.asList(args));
	}

	boolean hasNext() {
		if (!this.optionsEnded && "--".equals(this.remaining.peek())) {
			this.remaining.remove();
			this.optionsEnded = true;
		}
		return !this.remaining.isEmpty();
	}

	String next() {
		return this.remaining.remove();
	}

	/** Whether an argument is no value, be there such an option or not. */
	boolean isOption(String argument) {
		if (this.optionsEnded || !argument.startsWith("-") || argument.length() == 1) {
			return false;
		}
		boolean canBeValue = NEGATIVE_NUMBER.matcher(argument).matches() || argument.contains(" ");
		return !canBeValue || option(argument) != null;
	}

	/** Null if there is no such option. */
	@Nullable Given option(String argument) {
		boolean isLong = argument.startsWith("--");
		int equals = argument.indexOf('=');
		int end = isLong ? ((equals < 0) ? argument.length() : equals) : Math.min(2, argument.length());
		List<Option> options = Option.named(argument.substring(0, end));
		if (options.size() > 1) {
			throw new UsageException("ambiguous option: " + argument + " could match "
					+ String.join(", ", options.stream().map(Option::longName).toList()));
		}
		if (options.isEmpty()) {
			return null;
		}
		int from = (end == equals) ? end + 1 : end;
		return new Given(options.get(0), (end < argument.length()) ? argument.substring(from) : null);
	}

	/** The values of an option that takes some: one, or of two the first at least. */
	List<String> values(Given given) {
		if (given.value() != null) {
			return List.of(given.value());
		}
		List<String> values = new ArrayList<>();
		while (values.size() < given.option().arguments() && isValue(this.remaining.peek())
				&& !(values.size() == 1 && values.get(0).contains(":"))) {
			values.add(this.remaining.remove());
		}
		if (values.isEmpty()) {
			throw expected(given.option());
		}
		return values;
	}

	private boolean isValue(@Nullable String argument) {
		return argument != null && !isOption(argument);
	}

	static UsageException expected(Option option) {
		return new UsageException("argument " + option + ": expected "
				+ ((option.arguments() == 1) ? "one argument" : option.arguments() + " arguments"));
	}

}
