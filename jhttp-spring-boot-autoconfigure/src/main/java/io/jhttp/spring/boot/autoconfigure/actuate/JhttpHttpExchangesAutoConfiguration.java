package io.jhttp.spring.boot.autoconfigure.actuate;

import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.web.exchanges.HttpExchangesProperties;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for recording exchanges, if there is a
 * repository for them.
 */
@AutoConfiguration(after = JhttpServerAutoConfiguration.class)
@ConditionalOnClass({ HttpExchangeRepository.class, HttpExchangesProperties.class })
@ConditionalOnBean(HttpExchangeRepository.class)
@ConditionalOnBooleanProperty(name = "management.httpexchanges.recording.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HttpExchangesProperties.class)
public final class JhttpHttpExchangesAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
	ExchangeRecorder jhttpExchangeRecorder(HttpExchangeRepository repository, HttpExchangesProperties properties) {
		return new ExchangeRecorder(repository, properties.getRecording().getInclude());
	}

}
