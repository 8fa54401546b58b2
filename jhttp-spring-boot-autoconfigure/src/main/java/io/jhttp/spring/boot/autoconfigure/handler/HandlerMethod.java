package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;

import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a handler bean, with where its arguments come from and where its result
 * goes.
 */
final class HandlerMethod {

	private final HandlerBean bean;

	private final Method method;

	private final Method invocable;

	private final List<Argument> arguments;

	private final ReturnValue returnValue;

	private final boolean nonBlocking;

	/**
	 * Creates a handler method.
	 * @param method the method of the bean's own class
	 * @param invocable the one to call, of its proxy if it has one
	 */
	HandlerMethod(HandlerBean bean, Method method, Method invocable, List<Argument> arguments,
			ReturnValue returnValue) {
		this.bean = bean;
		this.method = method;
		this.invocable = invocable;
		this.arguments = arguments;
		this.returnValue = returnValue;
		this.nonBlocking = AnnotatedElementUtils.hasAnnotation(method, NonBlocking.class);
		if (this.nonBlocking && arguments.stream().anyMatch(Argument::mayBlock)) {
			throw new InvalidHandlerMethodException(method,
					"it is marked @NonBlocking, and reads the content of the request, which blocks",
					"Remove @NonBlocking, or the parameter for the content.");
		}
		if (this.nonBlocking && returnValue.mayBlock()) {
			throw new InvalidHandlerMethodException(method,
					"it is marked @NonBlocking, and returns what may block when it is sent",
					"Remove @NonBlocking, or return a String, byte[] or a ResponseEntity of these.");
		}
		ReflectionUtils.makeAccessible(invocable);
	}

	boolean isNonBlocking() {
		return this.nonBlocking;
	}

	boolean isAsynchronous() {
		return this.returnValue.isAsynchronous();
	}

	void invoke(Invocation invocation) throws Exception {
		@Nullable Object[] values = new @Nullable Object[this.arguments.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = this.arguments.get(i).value(invocation);
		}
		this.returnValue.write(call(values), invocation.exchange());
	}

	private @Nullable Object call(@Nullable Object[] values) throws Exception {
		try {
			return this.invocable.invoke(this.bean.instance(), values);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

	@Override
	public String toString() {
		return MethodNames.of(this.method) + " of " + this.bean;
	}

}
