package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.IOException;
import java.util.Optional;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.MultipartBoundary;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.MalformedFormException;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.ReceivedForm;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.web.server.MissingRequestValueException;

/**
 * What is made of a part of a form with files, or of several of one name.
 *
 * @param value its name, and whether a form without it is refused
 * @param source finds it
 * @param parameter what it is for
 */
record PartArgument(NamedValue value, Source source, MethodParameter parameter) implements Argument {

	@Override
	public @Nullable Object value(Invocation invocation) throws Exception {
		ReceivedForm form = invocation.form();
		if (form == null && this.value.required()) {
			throw new MalformedFormException(
					new HttpProblem(415, "The content has to be a form of type " + MultipartBoundary.MEDIA_TYPE + "."));
		}
		Object found = (form != null) ? this.source.find(form, this.value.name()) : null;
		if (found == null && this.value.required()) {
			// That of WebFlux, as the one of Spring MVC is one of servlets.
			throw new MissingRequestValueException(this.value.name(), this.parameter.getNestedParameterType(), "part",
					this.parameter);
		}
		return (this.parameter.getParameterType() == Optional.class) ? Optional.ofNullable(found) : found;
	}

	@Override
	public boolean needsForm() {
		return true;
	}

	/**
	 * Finds what is asked for in a form.
	 */
	@FunctionalInterface
	interface Source {

		/**
		 * Finds it.
		 * @return null if the form has none
		 */
		@Nullable Object find(ReceivedForm form, String name) throws IOException;

	}

}
