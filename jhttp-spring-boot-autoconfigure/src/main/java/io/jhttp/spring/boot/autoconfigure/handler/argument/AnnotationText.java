package io.jhttp.spring.boot.autoconfigure.handler.argument;

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
		String resolved = read(text).value();
		return (resolved != null) ? resolved : "";
	}

	/**
	 * A placeholder is resolved now, and an expression each time: it may be of the
	 * moment.
	 */
	ResolvedText read(String text) {
		String resolved = this.beanFactory.resolveEmbeddedValue(text);
		BeanExpressionResolver expressions = this.beanFactory.getBeanExpressionResolver();
		if (resolved == null || expressions == null || !resolved.contains("#{")) {
			return new ResolvedText(() -> resolved, true);
		}
		BeanExpressionContext context = new BeanExpressionContext(this.beanFactory, null);
		return new ResolvedText(() -> {
			Object value = expressions.evaluate(resolved, context);
			return (value != null) ? value.toString() : null;
		}, false);
	}

}
