package io.jhttp.sample;

import java.time.Clock;

import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Handler beans that are not found by scanning.
 */
@Configuration(proxyBeanMethods = false)
class SampleConfiguration {

	@Bean
	@RequestHandler("/time")
	ClockHandler clockHandler() {
		return new ClockHandler(Clock.systemDefaultZone());
	}

}
