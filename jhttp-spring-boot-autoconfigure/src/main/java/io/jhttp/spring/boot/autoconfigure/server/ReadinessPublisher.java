package io.jhttp.spring.boot.autoconfigure.server;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * Says that the application refuses traffic, before its server begins to. In web
 * application contexts Boot does this, in others nobody else. It goes before other
 * listeners, as theirs may take a while.
 */
public final class ReadinessPublisher implements ApplicationListener<ContextClosedEvent>, Ordered {

	private final ApplicationContext context;

	/**
	 * Creates a listener.
	 * @param context the context whose readiness changes when it is closed
	 */
	public ReadinessPublisher(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		}
	}

}
