package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.multipart.MultipartFile;

/**
 * The files of forms: {@link MultipartFile}, also in a collection, an array or an
 * {@link Optional}, with {@link RequestParam}, {@link RequestPart} or neither; a
 * {@link Map} or {@link MultiValueMap} with {@link RequestParam} takes those of all
 * fields.
 */
final class FileArguments implements ArgumentResolver {

	private final AnnotationText text;

	FileArguments(AnnotationText text) {
		this.text = text;
	}

	@Override
	public @Nullable Argument resolve(MethodParameter parameter) {
		ResolvableType type = ResolvableType.forMethodParameter(parameter.nestedIfOptional());
		RequestParam param = parameter.getParameterAnnotation(RequestParam.class);
		if (FileType.isMapOfFiles(type)) {
			return ofAll(parameter, param);
		}
		FileType files = FileType.of(type);
		if (files == null) {
			return null;
		}
		if (param != null && !ValueConstants.DEFAULT_NONE.equals(param.defaultValue())) {
			throw new UnsupportedParameterException(
					"its parameter " + parameter.getParameterIndex()
							+ " is a file, and has a text as its default value",
					"Remove the default value, and set 'required' to false.");
		}
		NamedValue value = value(parameter, param, parameter.getParameterAnnotation(RequestPart.class));
		return new PartArgument(value, (form, name) -> {
			List<MultipartFile> found = form.files().get(name);
			return (found != null) ? files.of(found, type.toClass()) : null;
		}, parameter);
	}

	private NamedValue value(MethodParameter parameter, @Nullable RequestParam param, @Nullable RequestPart part) {
		String name = (param != null) ? param.name() : (part != null) ? part.name() : "";
		boolean required = (param != null) ? param.required() : part == null || part.required();
		return NamedValue.of(parameter, name, required, ValueConstants.DEFAULT_NONE, this.text);
	}

	private static Argument ofAll(MethodParameter parameter, @Nullable RequestParam param) {
		if (param == null || !param.name().isEmpty()) {
			throw new UnsupportedParameterException(
					"its parameter " + parameter.getParameterIndex()
							+ " is a map of files, which are those of all fields",
					"Mark it with @RequestParam without a name.");
		}
		boolean single = parameter.getParameterType() == Map.class;
		return new PartArgument(new NamedValue("", true, null),
				(form, name) -> single ? form.files().toSingleValueMap() : form.files(), parameter);
	}

}
