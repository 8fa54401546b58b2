package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.PlaceholderResolutionException;

/**
 * A handler bean by its name. Lazy ones are created by the first request, others than
 * singletons by each.
 */
final class HandlerBean {

	private final BeanFactory beanFactory;

	private final String name;

	private final Class<?> type;

	private volatile @Nullable Object singleton;

	/**
	 * Creates a handler bean.
	 * @param type its own class, behind any proxy
	 */
	HandlerBean(BeanFactory beanFactory, String name, Class<?> type) {
		this.beanFactory = beanFactory;
		this.name = name;
		this.type = type;
	}

	String name() {
		return this.name;
	}

	Class<?> type() {
		return this.type;
	}

	Object instance() {
		Object instance = this.singleton;
		if (instance == null) {
			instance = this.beanFactory.getBean(this.name);
			if (this.beanFactory.isSingleton(this.name)) {
				this.singleton = instance;
			}
		}
		return instance;
	}

	/** What is wrong is told with the name of the bean. */
	<T extends @Nullable Object> T read(Supplier<T> reading) {
		try {
			return reading.get();
		}
		catch (InvalidHandlerMethodException ex) {
			throw ex.in(this);
		}
		catch (PlaceholderResolutionException ex) {
			throw InvalidHandlerMethodException.ofBean(this.name,
					"a placeholder in its annotations cannot be resolved: " + ex.getMessage(),
					"Set the property, or give the placeholder a default, such as ${greetings.path:/greetings}.");
		}
	}

	@Override
	public String toString() {
		return "bean '" + this.name + "'";
	}

}
