package io.jhttp.spring.boot.autoconfigure.handler.argument;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanExpressionContext;
import org.springframework.beans.factory.config.BeanExpressionResolver;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Text in annotations, as Spring MVC reads it: with placeholders and expressions.
 *
 * @param beanFactory resolves them
 */
public record AnnotationText(ConfigurableBeanFactory beanFactory) {

	/**
	 * Resolves a text, once.
	 * @param text the text
	 * @return what it stands for; an empty text if that is null
	 */
	public String resolve(String text) {
		String resolved = supplier(text).get();
		return (resolved != null) ? resolved : "";
	}

	/** Whether it stands for the same at any time: it is no expression. */
	boolean isConstant(String text) {
		String resolved = this.beanFactory.resolveEmbeddedValue(text);
		return resolved == null || !resolved.contains("#{");
	}

	/**
	 * A placeholder is resolved now, and an expression each time: it may be of the
	 * moment.
	 */
	Supplier<@Nullable String> supplier(String text) {
		String resolved = this.beanFactory.resolveEmbeddedValue(text);
		BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
		if (resolved == null || expressions == null || !resolved.contains("#{")) {
			return () -> resolved;
		}
		BeanExpressionContext context = new BeanExpressionContext(this.beanFactory, null);
		return () -> {
			Object value = expressions.evaluate(resolved, context);
			return (value != null) ? value.toString() : null;
		};
	}

}
