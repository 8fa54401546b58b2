package io.jhttp.spring.boot.autoconfigure.observation;

import java.util.Set;
import java.util.function.Predicate;

import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.handler.HandlerInventory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.MaximumAllowableTagsMeterFilter;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * {@link AutoConfiguration Auto-configuration} for observations of requests.
 */
@AutoConfiguration(after = JhttpServerAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(ObservationProperties.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ObservationProperties.class)
public final class JhttpObservationAutoConfiguration {

	/** RFC 9110, section 9.1, and RFC 5789. */
	private static final Set<String> REGISTERED = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE",
			"PATCH");

	@Bean
	@ConditionalOnMissingBean
	ObservingCustomizer jhttpObservingCustomizer(ObservationRegistry registry, ObservationProperties properties,
			ObjectProvider<JhttpServerObservationConvention> convention, ObjectProvider<HandlerInventory> inventory) {
		String name = properties.getHttp().getServer().getRequests().getName();
		Predicate<String> knownMethod = (method) -> REGISTERED.contains(method)
				|| inventory.stream().anyMatch((each) -> each.verbs().contains(method));
		return new ObservingCustomizer(registry, convention.getIfAvailable(),
				new DefaultJhttpServerObservationConvention(name, knownMethod));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ MeterRegistry.class, MetricsProperties.class })
	@ConditionalOnBean(MeterRegistry.class)
	@EnableConfigurationProperties(MetricsProperties.class)
	static class MeterFilterConfiguration {

		@Bean
		@Order(0)
		MaximumAllowableTagsMeterFilter jhttpServerUriTagFilter(ObservationProperties observations,
				MetricsProperties metrics) {
			String name = observations.getHttp().getServer().getRequests().getName();
			return new MaximumAllowableTagsMeterFilter(name, "uri", metrics.getWeb().getServer().getMaxUriTags());
		}

	}

}
