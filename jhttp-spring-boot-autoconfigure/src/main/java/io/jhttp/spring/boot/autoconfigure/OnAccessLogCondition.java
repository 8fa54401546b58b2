package io.jhttp.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether there is an access log. An annotation for the property would take longer at the
 * start of all who have none.
 */
final class OnAccessLogCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean enabled = SwitchProperty.isOn(context.getEnvironment(), "jhttp.access-log.enabled", false);
		return new ConditionOutcome(enabled,
				ConditionMessage.of("jhttp.access-log.enabled is " + (enabled ? "true" : "not true")));
	}

}
