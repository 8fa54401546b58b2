package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jhttp.spring.boot.autoconfigure.handler.argument.BinderMethod;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.method.HandlerTypePredicate;

/**
 * The methods that are marked {@link InitBinder}: first those of advices, in their order,
 * then those of the handler bean itself.
 */
final class InitBinders {

	private final MethodFactory methods;

	private final List<Shared> shared = new ArrayList<>();

	InitBinders(MethodFactory methods, Advices advices) {
		this.methods = methods;
		advices.beans().forEach((advice) -> {
			HandlerBean bean = advice.bean();
			List<BinderMethod> found = bean.read(() -> advices.read(bean, (method) -> read(bean, method),
					(Function<Method, @Nullable BinderMethod> reading) -> read(bean, reading)));
			this.shared.add(new Shared(advice.applies(), found));
		});
	}

	/** The methods that configure the binders of a handler bean. */
	List<BinderMethod> of(HandlerBean bean) {
		return Stream
			.concat(this.shared.stream()
				.filter((advice) -> advice.applies().test(bean.type()))
				.flatMap((advice) -> advice.methods().stream()), read(bean, (method) -> read(bean, method)).stream())
			.toList();
	}

	private static List<BinderMethod> read(HandlerBean bean, Function<Method, @Nullable BinderMethod> reading) {
		List<Method> found = Stream.of(InitBinder.class, ModelAttribute.class)
			.flatMap((annotation) -> marked(bean.type(), annotation))
			.toList();
		return found.stream().map(reading).filter(Objects::nonNull).collect(Collectors.toList());
	}

	private static Stream<Method> marked(Class<?> type, Class<? extends Annotation> annotation) {
		return MethodIntrospector.selectMethods(type,
				(MetadataLookup<Boolean>) (method) -> AnnotatedElementUtils.hasAnnotation(method, annotation)
						? Boolean.TRUE : null)
			.keySet()
			.stream();
	}

	private BinderMethod read(HandlerBean bean, Method method) {
		if (AnnotatedElementUtils.hasAnnotation(method, ModelAttribute.class)) {
			throw new InvalidHandlerMethodException(method,
					"it is marked @ModelAttribute, and there is no model for what it returns",
					"Remove it. Call the method where its result is needed, or add an ArgumentResolver bean for it.");
		}
		return this.methods.binderMethod(bean, method);
	}

	private record Shared(HandlerTypePredicate applies, List<BinderMethod> methods) {
	}

}
