package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.WebDataBinder;

/**
 * A method of an application that configures the binders of requests: it is marked
 * {@link org.springframework.web.bind.annotation.InitBinder}.
 */
public final class BinderMethod {

	private final Method method;

	private final Supplier<Object> bean;

	private final List<String> names;

	private final ArgumentList arguments;

	/** Which of its parameters is the binder. */
	private final int binder;

	BinderMethod(Method method, Supplier<Object> bean, List<String> names, ArgumentList arguments, int binder) {
		this.method = method;
		this.bean = bean;
		this.names = names;
		this.arguments = arguments;
		this.binder = binder;
		ReflectionUtils.makeAccessible(method);
	}

	/** Without names it is for all values. */
	boolean isFor(String name) {
		return this.names.isEmpty() || this.names.contains(name);
	}

	void initialize(WebDataBinder target, Invocation invocation) throws Exception {
		@Nullable Object[] values = this.arguments.values(invocation);
		values[this.binder] = target;
		try {
			this.method.invoke(this.bean.get(), values);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
		}
	}

}
