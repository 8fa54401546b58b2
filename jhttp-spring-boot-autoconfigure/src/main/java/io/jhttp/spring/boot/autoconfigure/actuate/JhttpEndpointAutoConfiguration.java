package io.jhttp.spring.boot.autoconfigure.actuate;

import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.endpoint.invoke.ParameterValueMapper;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpointDiscoverer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * {@link AutoConfiguration Auto-configuration} for actuator endpoints over jhttp. In a
 * web application Boot serves them itself.
 */
@AutoConfiguration(after = JhttpServerAutoConfiguration.class,
		afterName = { "org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration",
				"org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration",
				"org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration",
				"org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration" })
@ConditionalOnClass({ WebEndpointDiscoverer.class, WebEndpointProperties.class })
@ConditionalOnNotWebApplication
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
public final class JhttpEndpointAutoConfiguration {

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	@ConditionalOnBean(ParameterValueMapper.class)
	@EnableConfigurationProperties(WebEndpointProperties.class)
	@Import({ EndpointDiscoveryConfiguration.class, EndpointServingConfiguration.class })
	static class JacksonConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("tools.jackson.databind.json.JsonMapper")
	static class MissingJacksonConfiguration {

		private static final Log logger = LogFactory.getLog(JhttpEndpointAutoConfiguration.class);

		MissingJacksonConfiguration() {
			logger.warn("Actuator endpoints are not served over HTTP, as Jackson is missing. "
					+ "Add spring-boot-starter-jackson to serve them.");
		}

	}

}
