package io.jhttp.spring.boot.autoconfigure.actuate;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.web.mappings.MappingsEndpoint;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The routes of handler beans in the {@code mappings} endpoint.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnAvailableEndpoint(MappingsEndpoint.class)
@RegisterReflectionForBinding(JhttpMappingDescriptionProvider.Mapping.class)
class MappingsConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JhttpMappingDescriptionProvider jhttpMappingDescriptionProvider() {
		return new JhttpMappingDescriptionProvider();
	}

}
