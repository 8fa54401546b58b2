package io.jhttp.spring.boot.autoconfigure;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.cgi.CgiHandler;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.handler.BaseHttpRequestHandler;
import io.jhttp.server.handler.RequestHandlers;
import io.jhttp.spring.boot.autoconfigure.handler.SecuredMethods;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;

/**
 * A handler class, of which Spring creates an instance for each connection.
 *
 * @param type the class
 */
record HandlerClass(Class<? extends BaseHttpRequestHandler> type) {

	static HandlerClass of(Class<?> type) {
		if (!BaseHttpRequestHandler.class.isAssignableFrom(type)) {
			throw new InvalidHandlerClassException(type,
					"it does not extend " + BaseHttpRequestHandler.class.getName());
		}
		if (Modifier.isAbstract(type.getModifiers())) {
			throw new InvalidHandlerClassException(type, "it is abstract");
		}
		Method secured = SecuredMethods.find(type);
		if (secured != null) {
			throw new InvalidHandlerClassException(type,
					"its method " + secured.getName()
							+ " has an annotation of method security, which only works on beans",
					"Ask for users by rules about paths, or call a bean whose methods have such annotations.");
		}
		return new HandlerClass(type.asSubclass(BaseHttpRequestHandler.class));
	}

	boolean isA(Class<?> supertype) {
		return supertype.isAssignableFrom(this.type);
	}

	Set<String> verbs() {
		return RequestHandlers.verbs(this.type);
	}

	/** As Spring chooses: the marked one, the only one, or the one without parameters. */
	private void requireConstructor() {
		List<Constructor<?>> constructors = List.of(this.type.getDeclaredConstructors());
		boolean chosen = constructors.size() == 1 || constructors.stream()
			.anyMatch((constructor) -> constructor.getParameterCount() == 0
					|| constructor.isAnnotationPresent(Autowired.class));
		if (!chosen) {
			throw new InvalidHandlerClassException(this.type,
					"it has " + constructors.size() + " constructors, and none of them is marked",
					"Mark the constructor that Spring is to call with @Autowired.");
		}
	}

	HttpHandler handler(AutowireCapableBeanFactory beanFactory, @Nullable FileHandler files,
			@Nullable CgiHandler scripts) {
		requireConstructor();
		// What cannot be created shall fail the start, not the first request.
		beanFactory.destroyBean(beanFactory.createBean(this.type));
		Supplier<BaseHttpRequestHandler> factory = () -> beanFactory.createBean(this.type);
		try {
			if (scripts != null) {
				return RequestHandlers.perConnection(this.type, factory, scripts);
			}
			return (files != null) ? RequestHandlers.perConnection(this.type, factory, files)
					: RequestHandlers.perConnection(this.type, factory);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidHandlerClassException(this.type, String.valueOf(ex.getMessage()));
		}
	}

}
