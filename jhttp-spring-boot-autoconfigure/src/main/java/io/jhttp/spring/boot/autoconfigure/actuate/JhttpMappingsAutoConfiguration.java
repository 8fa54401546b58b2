package io.jhttp.spring.boot.autoconfigure.actuate;

import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.web.mappings.MappingsEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the routes of handler beans in the
 * {@code mappings} endpoint.
 */
@AutoConfiguration(after = JhttpServerAutoConfiguration.class)
@ConditionalOnClass({ MappingsEndpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(MappingsEndpoint.class)
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@RegisterReflectionForBinding(JhttpMappingDescriptionProvider.Mapping.class)
public final class JhttpMappingsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JhttpMappingDescriptionProvider jhttpMappingDescriptionProvider() {
		return new JhttpMappingDescriptionProvider();
	}

}
