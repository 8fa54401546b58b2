package io.jhttp.spring.boot.autoconfigure.handler;

import java.io.Serial;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

/**
 * A handler bean, or a method of it, cannot answer requests as it is.
 */
final class InvalidHandlerMethodException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String remedy;

	private final @Nullable String bean;

	InvalidHandlerMethodException(Method method, String reason, String remedy) {
		this("The method " + MethodNames.of(method) + " cannot answer requests: " + reason, remedy);
	}

	private InvalidHandlerMethodException(String message, String remedy) {
		super(message);
		this.remedy = remedy;
		this.bean = null;
	}

	private InvalidHandlerMethodException(InvalidHandlerMethodException cause, String bean) {
		super(cause.getMessage(), cause);
		this.remedy = cause.remedy;
		this.bean = bean;
	}

	/** The same failure, with the name of the bean whose method it is. */
	InvalidHandlerMethodException in(HandlerBean handlerBean) {
		return new InvalidHandlerMethodException(this, handlerBean.name());
	}

	static InvalidHandlerMethodException ofBean(String name, String reason, String remedy) {
		return new InvalidHandlerMethodException("The handler bean '" + name + "' cannot answer requests: " + reason,
				remedy);
	}

	/** What is wrong, with the name of the bean. */
	String description() {
		String message = getMessage() + ".";
		return (this.bean == null || message.contains("'" + this.bean + "'")) ? message
				: message + " It belongs to the bean '" + this.bean + "'.";
	}

	String remedy() {
		return this.remedy;
	}

}
