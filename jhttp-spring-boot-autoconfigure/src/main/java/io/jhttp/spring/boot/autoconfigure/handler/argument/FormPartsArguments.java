package io.jhttp.spring.boot.autoconfigure.handler.argument;

import io.jhttp.server.FormParts;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.MalformedFormException;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.MultipartOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;

/**
 * A form with files, part by part as it arrives: parameters of type {@link FormParts}.
 */
final class FormPartsArguments implements ArgumentResolver {

	private final Argument arriving;

	FormPartsArguments(MultipartOptions forms) {
		this.arriving = new Arriving(forms);
	}

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		return (parameter.getParameterType() == FormParts.class) ? this.arriving : null;
	}

	private record Arriving(MultipartOptions forms) implements Argument {

		@Override
		public Object value(Invocation invocation) {
			try {
				return this.forms.parts(invocation.exchange().request());
			}
			catch (HttpProblem ex) {
				throw new MalformedFormException(ex);
			}
		}

		@Override
		public boolean readsContent() {
			return true;
		}

		@Override
		public boolean needsForm() {
			return true;
		}

	}

}
