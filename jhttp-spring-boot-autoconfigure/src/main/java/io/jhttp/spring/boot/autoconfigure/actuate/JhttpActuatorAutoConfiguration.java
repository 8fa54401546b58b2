package io.jhttp.spring.boot.autoconfigure.actuate;

import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Import;

/**
 * {@link AutoConfiguration Auto-configuration} for what the actuator knows of jhttp: its
 * endpoints over jhttp, the routes in {@code mappings}, and {@code httpexchanges}.
 */
@AutoConfiguration(after = JhttpServerAutoConfiguration.class,
		afterName = { "org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration",
				"org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration",
				"org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration",
				"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration" })
@ConditionalOnClass({ WebEndpointDiscoverer.class, WebEndpointProperties.class })
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@Import({ EndpointConfiguration.class, MappingsConfiguration.class, HttpExchangesConfiguration.class })
public final class JhttpActuatorAutoConfiguration {

}
