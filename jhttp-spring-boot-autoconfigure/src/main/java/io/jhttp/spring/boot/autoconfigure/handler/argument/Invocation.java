package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.IOException;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.MultipartBoundary;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.MultipartOptions;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.ReceivedForm;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;
import org.springframework.validation.BindingResult;
import org.springframework.web.multipart.MultipartException;

/**
 * One call of a handler method.
 */
public final class Invocation {

	private final HttpExchange exchange;

	private final Map<String, String> pathVariables;

	/** How a form is read, or null if the content is not for parameters. */
	private final @Nullable MultipartOptions forms;

	private final @Nullable Throwable failure;

	private @Nullable MultiValueMap<String, String> parameters;

	/** Null unless the content was one with files. */
	private @Nullable ReceivedForm form;

	/** Of the argument before, if it was an object that was bound. */
	private @Nullable BindingResult binding;

	/**
	 * Creates a call.
	 * @param exchange the request and its response
	 * @param pathVariables the decoded variables of the path
	 * @param forms how a form in the content of the request is read, or null if the
	 * content is not for parameters
	 */
	Invocation(HttpExchange exchange, Map<String, String> pathVariables, @Nullable MultipartOptions forms) {
		this(exchange, pathVariables, forms, null);
	}

	private Invocation(HttpExchange exchange, Map<String, String> pathVariables, @Nullable MultipartOptions forms,
			@Nullable Throwable failure) {
		this.exchange = exchange;
		this.pathVariables = pathVariables;
		this.forms = forms;
		this.failure = failure;
	}

	/**
	 * The call of an exception handler after this one has failed. The content of the
	 * request is not read once more.
	 * @param failure what was thrown
	 * @return another call
	 */
	public Invocation afterFailure(Throwable failure) {
		Invocation next = new Invocation(this.exchange, this.pathVariables, null, failure);
		next.parameters = this.parameters;
		next.form = this.form;
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
	 * @throws HttpProblem 400 if they are malformed, 413 if there are too many
	 * @throws MultipartException if a form with files is malformed or too large
	 * @throws IOException if the content cannot be read
	 */
	public MultiValueMap<String, String> parameters() throws IOException {
		MultiValueMap<String, String> found = this.parameters;
		if (found == null) {
			found = Parameters.ofQuery(this.exchange.request());
			this.parameters = found;
			if (this.forms != null) {
				ReceivedForm received = form();
				found.addAll((received != null) ? received.values()
						: Parameters.ofForm(this.exchange.request(), this.forms.maxInMemory()));
			}
		}
		return found;
	}

	/**
	 * The form with files that is the content. It is received as a whole with the first
	 * call.
	 * @return the form, or null if the content is none, or not for parameters
	 * @throws MultipartException if it is malformed or too large
	 * @throws IOException if the content cannot be read
	 */
	@Nullable ReceivedForm form() throws IOException {
		ReceivedForm received = this.form;
		if (received == null && this.forms != null
				&& MultipartBoundary.isIn(this.exchange.request().header("Content-Type"))) {
			if (!this.forms.enabled()) {
				throw new HttpProblem(415, "Forms of type multipart/form-data are not supported here.");
			}
			received = ReceivedForm.of(this.exchange.request(), this.forms);
			this.form = received;
		}
		return received;
	}

	/** Ends the call: files of a form are removed when the exchange is over. */
	public void end() {
		if (this.form != null) {
			this.form.closeAfter(this.exchange);
		}
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
