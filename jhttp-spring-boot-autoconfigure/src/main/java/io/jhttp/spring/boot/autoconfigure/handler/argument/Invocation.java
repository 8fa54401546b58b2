package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.IOException;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;
import org.springframework.validation.BindingResult;

/**
 * One call of a handler method.
 */
public final class Invocation {

	private final HttpExchange exchange;

	private final Map<String, String> pathVariables;

	/** The most content of a form, or -1 if a form is not to be read. */
	private final int formLimit;

	private final @Nullable Throwable failure;

	private @Nullable MultiValueMap<String, String> parameters;

	/** Of the argument before, if it was an object that was bound. */
	private @Nullable BindingResult binding;

	/**
	 * Creates a call.
	 * @param exchange the request and its response
	 * @param pathVariables the decoded variables of the path
	 * @param formLimit how many bytes a form may have in the content of the request, or
	 * -1 if the content is not for parameters
	 */
	public Invocation(HttpExchange exchange, Map<String, String> pathVariables, int formLimit) {
		this(exchange, pathVariables, formLimit, null);
	}

	private Invocation(HttpExchange exchange, Map<String, String> pathVariables, int formLimit,
			@Nullable Throwable failure) {
		this.exchange = exchange;
		this.pathVariables = pathVariables;
		this.formLimit = formLimit;
		this.failure = failure;
	}

	/**
	 * The call of an exception handler after this one has failed. The content of the
	 * request is not read once more.
	 * @param failure what was thrown
	 * @return another call
	 */
	public Invocation afterFailure(Throwable failure) {
		Invocation next = new Invocation(this.exchange, this.pathVariables, Parameters.NO_FORM, failure);
		next.parameters = this.parameters;
		return next;
	}

	/**
	 * The request and its response.
	 * @return the exchange
	 */
	public HttpExchange exchange() {
		return this.exchange;
	}

	/**
	 * The variables of the path.
	 * @return decoded values by name
	 */
	public Map<String, String> pathVariables() {
		return this.pathVariables;
	}

	/**
	 * The parameters in the query and, if the method does not take the content otherwise
	 * and may block, of a form in the content.
	 * @return decoded values by name, in order, those of the query first
	 * @throws HttpProblem 400 if they are malformed, 413 if there are too many, 415 for
	 * {@code multipart/form-data}
	 * @throws IOException if the content cannot be read
	 */
	public MultiValueMap<String, String> parameters() throws IOException {
		MultiValueMap<String, String> found = this.parameters;
		if (found == null) {
			found = Parameters.of(this.exchange.request(), this.formLimit);
			this.parameters = found;
		}
		return found;
	}

	void bound(BindingResult result) {
		this.binding = result;
	}

	@Nullable BindingResult binding() {
		return this.binding;
	}

	/**
	 * What an exception handler is called for.
	 * @return the exception, or null in any other call
	 */
	public @Nullable Throwable failure() {
		return this.failure;
	}

}
