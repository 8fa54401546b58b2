package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.jhttp.server.HttpExchange;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.MultipartOptions;
import org.jspecify.annotations.Nullable;

/**
 * Where the arguments of one method come from.
 */
public final class ArgumentList {

	private static final @Nullable Object[] NONE = {};

	private final Argument[] arguments;

	private final boolean readsContent;

	/** Null if the content is for one of the arguments alone. */
	private final @Nullable MultipartOptions forms;

	ArgumentList(List<Argument> arguments, MultipartOptions forms) {
		this.arguments = arguments.toArray(new Argument[0]);
		this.readsContent = arguments.stream().anyMatch(Argument::readsContent);
		this.forms = this.readsContent ? null : forms;
	}

	/**
	 * Whether one of them may block.
	 * @return true if the method cannot be called on an event loop
	 */
	public boolean mayBlock() {
		for (Argument argument : this.arguments) {
			if (argument.mayBlock()) {
				return true;
			}
		}
		return false;
	}

	/** Whether one needs the content, in whatever form. */
	boolean needsContent() {
		return this.readsContent || Arrays.stream(this.arguments).anyMatch(Argument::needsForm);
	}

	/**
	 * Which of them validate themselves.
	 * @return the indexes of their parameters
	 */
	public Set<Integer> validating() {
		return IntStream.range(0, this.arguments.length)
			.filter((i) -> this.arguments[i].validates())
			.boxed()
			.collect(Collectors.toSet());
	}

	/**
	 * Begins a call of the method.
	 * @param exchange the request and its response
	 * @param pathVariables the decoded variables of the path
	 * @param blocking whether the call may block, and so read a form
	 * @return the call
	 */
	public Invocation invocation(HttpExchange exchange, Map<String, String> pathVariables, boolean blocking) {
		return new Invocation(exchange, pathVariables, blocking ? this.forms : null);
	}

	/**
	 * The arguments of a call.
	 * @param invocation the call
	 * @return a new array, unless it is empty
	 * @throws Exception if the request lacks one, or has it wrong
	 */
	public @Nullable Object[] values(Invocation invocation) throws Exception {
		if (this.arguments.length == 0) {
			return NONE;
		}
		@Nullable Object[] values = new @Nullable Object[this.arguments.length];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.arguments[i].value(invocation);
		}
		return values;
	}

}
