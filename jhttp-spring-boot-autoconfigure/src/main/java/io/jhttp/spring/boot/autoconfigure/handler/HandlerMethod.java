package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.handler.NonBlocking;
import io.jhttp.spring.boot.autoconfigure.handler.argument.ArgumentList;
import io.jhttp.spring.boot.autoconfigure.handler.argument.Invocation;
import io.jhttp.spring.boot.autoconfigure.handler.argument.RequestLocale;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import io.jhttp.spring.boot.autoconfigure.handler.validation.ArgumentValidation;
import org.jspecify.annotations.Nullable;

import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a handler bean, with where its arguments come from and where its result
 * goes.
 */
final class HandlerMethod {

	private static final MethodType CALL = MethodType.methodType(Object.class, Object.class, Object[].class);

	private final HandlerBean bean;

	private final Method method;

	private final MethodHandle handle;

	private final ArgumentList arguments;

	private final ArgumentValidation validation;

	private final ReturnValue returnValue;

	private final boolean nonBlocking;

	/**
	 * Creates a handler method.
	 * @param method the method of the bean's own class
	 * @param invocable the one to call, of its proxy if it has one
	 */
	HandlerMethod(HandlerBean bean, Method method, Method invocable, ArgumentList arguments,
			ArgumentValidation validation, ReturnValue returnValue) {
		this.bean = bean;
		this.method = method;
		this.handle = handle(invocable);
		this.arguments = arguments;
		this.validation = validation;
		this.returnValue = returnValue;
		this.nonBlocking = AnnotatedElementUtils.hasAnnotation(method, NonBlocking.class);
		if (this.nonBlocking && arguments.mayBlock()) {
			throw new InvalidHandlerMethodException(method,
					"it is marked @NonBlocking, and reads the content of the request, which blocks",
					"Remove @NonBlocking, or the parameter for the content.");
		}
		if (this.nonBlocking && returnValue.mayBlock()) {
			throw new InvalidHandlerMethodException(method,
					"it is marked @NonBlocking, and returns what may block when it is sent",
					"Remove @NonBlocking, or return a String, byte[] or a ResponseEntity of these.");
		}
	}

	private static MethodHandle handle(Method invocable) {
		ReflectionUtils.makeAccessible(invocable);
		try {
			MethodHandle handle = MethodHandles.lookup().unreflect(invocable);
			if (Modifier.isStatic(invocable.getModifiers())) {
				handle = MethodHandles.dropArguments(handle, 0, Object.class);
			}
			return handle.asSpreader(Object[].class, invocable.getParameterCount()).asType(CALL);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("The method " + invocable + " cannot be made accessible", ex);
		}
	}

	Method method() {
		return this.method;
	}

	Class<?> beanType() {
		return this.bean.type();
	}

	boolean isNonBlocking() {
		return this.nonBlocking;
	}

	boolean isAsynchronous() {
		return this.returnValue.isAsynchronous();
	}

	boolean returnsNothing() {
		return this.method.getReturnType() == void.class || this.method.getReturnType() == Void.class;
	}

	boolean canWriteAs(MediaType mediaType) {
		return this.returnValue.canWriteAs(mediaType);
	}

	Invocation invocation(HttpExchange exchange, Map<String, String> pathVariables) {
		return this.arguments.invocation(exchange, pathVariables, !this.nonBlocking);
	}

	void invoke(Invocation invocation) throws Exception {
		LocaleContext before = LocaleContextHolder.getLocaleContext();
		HttpRequest request = invocation.exchange().request();
		// It is asked for few requests, such as by messages of constraints.
		LocaleContextHolder.setLocaleContext(() -> RequestLocale.of(request));
		try {
			answer(invocation);
		}
		finally {
			LocaleContextHolder.setLocaleContext(before);
		}
	}

	private void answer(Invocation invocation) throws Exception {
		@Nullable Object[] values = this.arguments.values(invocation);
		Object instance = this.bean.instance();
		this.validation.validate(instance, values);
		Object value = call(instance, values);
		try {
			this.returnValue.write(value, invocation.exchange());
		}
		catch (Exception | Error ex) {
			this.returnValue.discard(value);
			throw ex;
		}
	}

	private @Nullable Object call(Object instance, @Nullable Object[] values) throws Exception {
		try {
			return (Object) this.handle.invokeExact(instance, values);
		}
		catch (Exception ex) {
			throw this.validation.translated(ex);
		}
		catch (Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

	@Override
	public String toString() {
		return MethodNames.of(this.method) + " of " + this.bean;
	}

}
