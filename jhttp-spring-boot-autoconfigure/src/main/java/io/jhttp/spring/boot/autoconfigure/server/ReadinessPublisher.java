package io.jhttp.spring.boot.autoconfigure.server;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Says that the application refuses traffic, before its server begins to. In web
 * application contexts Boot does this, in others nobody else.
 */
public final class ReadinessPublisher implements ApplicationListener<ContextClosedEvent> {

	private final ApplicationContext context;

	/**
	 * Creates a listener.
	 * @param context the context whose readiness changes when it is closed
	 */
	public ReadinessPublisher(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		if (event.getApplicationContext() == this.context) {
			AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		}
	}

}
