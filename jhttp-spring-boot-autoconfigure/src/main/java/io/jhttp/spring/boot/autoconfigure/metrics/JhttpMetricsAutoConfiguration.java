package io.jhttp.spring.boot.autoconfigure.metrics;

import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.handler.HandlerInventory;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for metrics of the server.
 */
@AutoConfiguration(after = JhttpServerAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
public final class JhttpMetricsAutoConfiguration {

	@Bean
	@ConditionalOnBean(JhttpServer.class)
	@ConditionalOnMissingBean
	JhttpServerMetrics jhttpServerMetrics(JhttpServer server) {
		return new JhttpServerMetrics(server);
	}

	@Bean
	@ConditionalOnBean(HandlerInventory.class)
	@ConditionalOnMissingBean
	FileCacheMetrics jhttpFileCacheMetrics(HandlerInventory inventory) {
		return new FileCacheMetrics(inventory);
	}

}
