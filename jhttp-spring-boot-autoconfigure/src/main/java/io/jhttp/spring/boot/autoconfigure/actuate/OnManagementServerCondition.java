package io.jhttp.spring.boot.autoconfigure.actuate;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when the endpoints have a listener of their own.
 */
final class OnManagementServerCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ManagementPort port = ManagementPort.of(context.getEnvironment());
		return new ConditionOutcome(port.is(ManagementPort.Type.DIFFERENT) || port.is(ManagementPort.Type.LISTENER),
				ConditionMessage.forCondition("Management port").because("port type is " + port.type()));
	}

}
