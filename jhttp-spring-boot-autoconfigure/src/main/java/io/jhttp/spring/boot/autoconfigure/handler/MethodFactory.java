package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.file.ChosenFiles;
import io.jhttp.spring.boot.autoconfigure.handler.argument.ArgumentList;
import io.jhttp.spring.boot.autoconfigure.handler.argument.Arguments;
import io.jhttp.spring.boot.autoconfigure.handler.argument.BinderMethod;
import io.jhttp.spring.boot.autoconfigure.handler.argument.UnsupportedParameterException;
import io.jhttp.spring.boot.autoconfigure.handler.async.AsyncResults;
import io.jhttp.spring.boot.autoconfigure.handler.content.Compression;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.MultipartOptions;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValue;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValueKinds;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValueResolver;
import io.jhttp.spring.boot.autoconfigure.handler.result.ReturnValues;
import io.jhttp.spring.boot.autoconfigure.handler.result.UnsupportedReturnTypeException;
import io.jhttp.spring.boot.autoconfigure.handler.stream.EventContent;
import io.jhttp.spring.boot.autoconfigure.handler.stream.StreamingContent;
import io.jhttp.spring.boot.autoconfigure.handler.validation.ArgumentValidation;
import io.jhttp.spring.boot.autoconfigure.handler.validation.Validation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Makes methods of beans ready to be called.
 */
final class MethodFactory {

	private final ConfigurableListableBeanFactory beanFactory;

	private final Arguments arguments;

	private final ReturnValues returnValues;

	private final Validation validation;

	private final SecuredMethods securedMethods;

	/**
	 * Creates a factory.
	 * @param forms how forms are read, and how many bytes content may have that is given
	 * as a whole
	 * @param asyncTimeout how long a client waits for an asynchronous result
	 * @param files answer with files that methods return
	 */
	MethodFactory(ConfigurableListableBeanFactory beanFactory, MessageConverters converters, MultipartOptions forms,
			Duration asyncTimeout, ChosenFiles files, Compression compression) {
		this.beanFactory = beanFactory;
		List<ReturnValueResolver> kinds = new ArrayList<>(
				beanFactory.getBeanProvider(ReturnValueResolver.class).orderedStream().toList());
		kinds.add(new StreamingContent());
		kinds.add(new EventContent.Resolver(converters));
		kinds.add(new AsyncResults(asyncTimeout, beanFactory, converters));
		this.returnValues = ReturnValueKinds.of(kinds, converters, files, compression);
		this.validation = Validation.of(beanFactory);
		this.securedMethods = new SecuredMethods(beanFactory);
		this.arguments = new Arguments(beanFactory, converters, this.validation.ofObjects(), forms);
	}

	/** Describes a bean, without creating it. */
	HandlerBean bean(String name) {
		requireKnownScope(name);
		HandlerBean bean = new HandlerBean(this.beanFactory, name, targetType(name));
		return bean.read(() -> {
			this.securedMethods.requireEnforced(bean.type());
			return bean;
		});
	}

	/** A scope that nothing keeps would fail each request. */
	private void requireKnownScope(String name) {
		String target = ScopedProxyUtils.getTargetBeanName(name);
		for (String candidate : new String[] { name, target }) {
			BeanDefinition definition = this.beanFactory.containsBeanDefinition(candidate)
					? this.beanFactory.getMergedBeanDefinition(candidate) : null;
			String scope = (definition != null) ? definition.getScope() : null;
			if (definition != null && !definition.isSingleton() && !definition.isPrototype()
					&& (scope == null || this.beanFactory.getRegisteredScope(scope) == null)) {
				throw InvalidHandlerMethodException.ofBean(name, "its scope '" + scope + "' is not known here",
						"Make it a singleton or a prototype, which has an instance for each request, or register the "
								+ "scope.");
			}
		}
	}

	private Class<?> targetType(String beanName) {
		Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, beanName);
		if (type != null && ScopedObject.class.isAssignableFrom(type)) {
			Class<?> target = AutoProxyUtils.determineTargetClass(this.beanFactory,
					ScopedProxyUtils.getTargetBeanName(beanName));
			type = (target != null) ? target : type;
		}
		Assert.state(type != null, () -> "The type of the handler bean '" + beanName + "' is not known");
		return type;
	}

	/** A method that configures the binders of requests. */
	BinderMethod binderMethod(HandlerBean bean, Method method) {
		try {
			return this.arguments.ofBinderMethod(method, bean.type(),
					invocable(method, this.beanFactory.getType(bean.name())), bean::instance);
		}
		catch (UnsupportedParameterException ex) {
			throw new InvalidHandlerMethodException(method, String.valueOf(ex.getMessage()), ex.remedy());
		}
	}

	/** A method that answers requests. */
	HandlerMethod handlerMethod(HandlerBean bean, Method method, List<BinderMethod> binderMethods) {
		try {
			return method(bean, method, this.arguments.of(method, bean.type(), binderMethods));
		}
		catch (UnsupportedParameterException ex) {
			throw new InvalidHandlerMethodException(method, String.valueOf(ex.getMessage()), ex.remedy());
		}
	}

	/** A method that answers for others that have failed. */
	HandlerMethod exceptionHandler(HandlerBean bean, Method method) {
		try {
			return method(bean, method, this.arguments.ofExceptionHandler(method, bean.type()));
		}
		catch (UnsupportedParameterException ex) {
			throw new InvalidHandlerMethodException(method, String.valueOf(ex.getMessage()), ex.remedy());
		}
	}

	private HandlerMethod method(HandlerBean bean, Method method, ArgumentList argumentList) {
		Method invocable = invocable(method, this.beanFactory.getType(bean.name()));
		ArgumentValidation argumentValidation = this.validation.of(bean.type(), method, invocable,
				argumentList.validating());
		return new HandlerMethod(bean, method, invocable, argumentList, argumentValidation,
				returnValue(method, bean.type()));
	}

	private static Method invocable(Method method, @Nullable Class<?> type) {
		if (type != null && Modifier.isFinal(method.getModifiers()) && ClassUtils.getUserClass(type) != type) {
			throw new InvalidHandlerMethodException(method,
					"it is final, and the proxy of its bean cannot hand it on to the bean",
					"Remove 'final', or what the proxy is for, such as @Transactional.");
		}
		try {
			return AopUtils.selectInvocableMethod(method, type);
		}
		catch (IllegalStateException ex) {
			throw new InvalidHandlerMethodException(method, "the proxy of its bean does not have it",
					"Make the method visible to the proxy: not private, and part of an interface if the proxy is of one.");
		}
	}

	private ReturnValue returnValue(Method method, Class<?> type) {
		try {
			return this.returnValues.of(method, type);
		}
		catch (UnsupportedReturnTypeException ex) {
			throw new InvalidHandlerMethodException(method, String.valueOf(ex.getMessage()), ex.remedy());
		}
	}

}
