package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.spring.boot.autoconfigure.handler.multipart.ReceivedForm;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.MutablePropertyValues;
import org.springframework.core.MethodParameter;
import org.springframework.validation.annotation.ValidationAnnotationUtils;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.multipart.MultipartFile;

/**
 * Binds the parameters of a request and the variables of its path to an object.
 */
final class RequestDataBinder extends WebDataBinder {

	RequestDataBinder(@Nullable Object target, String name) {
		super(target, name);
	}

	/**
	 * Constructs the object, unless it is there, and sets its properties. A parameter
	 * goes before a variable of its name.
	 */
	void bind(Invocation invocation) throws IOException {
		Map<String, Object> values = new HashMap<>(invocation.pathVariables());
		invocation.parameters()
			.forEach((name, texts) -> values.put(name,
					(texts.size() == 1) ? texts.get(0) : texts.toArray(new String[0])));
		ReceivedForm form = invocation.form();
		if (form != null) {
			form.files().forEach((name, files) -> addFiles(name, files, values));
		}
		if (getTarget() == null) {
			construct(new Values(values));
		}
		if (!getBindingResult().hasErrors()) {
			bind(new MutablePropertyValues(values));
		}
	}

	/** As Spring MVC does: where no file was chosen, browsers send an empty one. */
	private void addFiles(String name, List<MultipartFile> files, Map<String, Object> values) {
		if (files.size() > 1) {
			values.put(name, files);
		}
		else if (isBindEmptyMultipartFiles() || !files.get(0).isEmpty()) {
			values.put(name, files.get(0));
		}
	}

	/** Validates the object if its parameter is marked for that. */
	void validate(MethodParameter parameter) {
		Object[] hints = hints(parameter);
		if (hints != null) {
			validate(hints);
		}
	}

	/** The groups to validate, or null if the parameter is not marked. */
	static Object @Nullable [] hints(MethodParameter parameter) {
		for (var annotation : parameter.getParameterAnnotations()) {
			Object[] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (hints != null) {
				return hints;
			}
		}
		return null;
	}

	private final class Values implements ValueResolver {

		private final Map<String, Object> values;

		Values(Map<String, Object> values) {
			this.values = values;
		}

		@Override
		public @Nullable Object resolveValue(String name, Class<?> type) {
			return resolvePrefixValue(name, type, (key, keyType) -> {
				Object value = this.values.get(key);
				return (value != null) ? value : this.values.get(key + "[]");
			});
		}

		@Override
		public Set<String> getNames() {
			return this.values.keySet();
		}

	}

}
