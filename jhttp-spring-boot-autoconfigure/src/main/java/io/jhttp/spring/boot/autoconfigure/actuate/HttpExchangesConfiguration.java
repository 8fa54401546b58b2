package io.jhttp.spring.boot.autoconfigure.actuate;

import org.springframework.boot.actuate.autoconfigure.web.exchanges.HttpExchangesProperties;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Records exchanges, if there is a repository for them.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(HttpExchangeRepository.class)
@ConditionalOnBooleanProperty(name = "management.httpexchanges.recording.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HttpExchangesProperties.class)
class HttpExchangesConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ExchangeRecorder jhttpExchangeRecorder(HttpExchangeRepository repository, HttpExchangesProperties properties) {
		return new ExchangeRecorder(repository, properties.getRecording().getInclude());
	}

}
