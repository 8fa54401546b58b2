package io.jhttp.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether there is an access log. An annotation for the property would take longer at the
 * start of all who have none.
 */
final class OnAccessLogCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean enabled = isTrue(context.getEnvironment(), "jhttp.access-log.enabled", false);
		return new ConditionOutcome(enabled,
				ConditionMessage.of("jhttp.access-log.enabled is " + (enabled ? "true" : "not true")));
	}

	/**
	 * What is neither true nor false is left to those who bind the property: they say so.
	 */
	static boolean isTrue(Environment environment, String property, boolean byDefault) {
		try {
			return environment.getProperty(property, Boolean.class, byDefault);
		}
		catch (ConversionException ex) {
			return byDefault;
		}
	}

}
