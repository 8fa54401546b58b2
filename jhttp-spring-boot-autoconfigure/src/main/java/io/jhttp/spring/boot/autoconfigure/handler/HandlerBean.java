package io.jhttp.spring.boot.autoconfigure.handler;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;

/**
 * A handler bean by its name. Lazy ones are created by the first request, others than
 * singletons by each.
 */
final class HandlerBean {

	private final BeanFactory beanFactory;

	private final String name;

	private volatile @Nullable Object singleton;

	HandlerBean(BeanFactory beanFactory, String name) {
		this.beanFactory = beanFactory;
		this.name = name;
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

	@Override
	public String toString() {
		return "bean '" + this.name + "'";
	}

}
