package io.jhttp.spring.boot.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Whether there is a port that redirects plain HTTP to HTTPS. Annotations for the
 * properties would take longer at the start of all who have none.
 */
final class OnHttpsRedirectCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		String port = environment.getProperty("jhttp.ssl.redirect-from-port");
		if (port == null || port.equalsIgnoreCase("false")) {
			return ConditionOutcome.noMatch(ConditionMessage.of("jhttp.ssl.redirect-from-port is not set"));
		}
		boolean enabled = SwitchProperty.isOn(environment, "jhttp.ssl.enabled", true);
		return new ConditionOutcome(enabled, ConditionMessage.of("jhttp.ssl.redirect-from-port is set, and "
				+ "jhttp.ssl.enabled is " + (enabled ? "not false" : "false")));
	}

}
