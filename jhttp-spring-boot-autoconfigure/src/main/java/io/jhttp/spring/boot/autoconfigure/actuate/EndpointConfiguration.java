package io.jhttp.spring.boot.autoconfigure.actuate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.endpoint.invoke.ParameterValueMapper;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Actuator endpoints over jhttp. In a web application Boot serves them itself.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnNotWebApplication
class EndpointConfiguration {

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

		private static final Log logger = LogFactory.getLog(EndpointConfiguration.class);

		MissingJacksonConfiguration() {
			logger.warn("Actuator endpoints are not served over HTTP, as Jackson is missing. "
					+ "Add spring-boot-starter-jackson to serve them.");
		}

	}

}
