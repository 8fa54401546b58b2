package io.jhttp.spring.boot.autoconfigure;

import io.jhttp.server.HttpHandler;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for what answers requests, unless the
 * application has an {@link HttpHandler} of its own.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(JhttpProperties.class)
public final class JhttpHandlerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(HttpHandler.class)
	DefaultHttpHandler jhttpHandler(ConfigurableListableBeanFactory beanFactory, JhttpProperties properties) {
		return new DefaultHttpHandler(beanFactory, properties);
	}

}
