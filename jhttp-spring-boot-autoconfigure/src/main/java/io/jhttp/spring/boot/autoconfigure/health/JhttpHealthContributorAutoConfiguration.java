package io.jhttp.spring.boot.autoconfigure.health;

import io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration;
import io.jhttp.spring.boot.autoconfigure.handler.HandlerInventory;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the health of the server.
 */
@AutoConfiguration(after = JhttpServerAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(JhttpServer.class)
@ConditionalOnEnabledHealthIndicator("jhttp")
public final class JhttpHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "jhttpHealthIndicator")
	JhttpHealthIndicator jhttpHealthIndicator(JhttpServer server, ObjectProvider<HandlerInventory> inventory) {
		return new JhttpHealthIndicator(server, inventory.getIfAvailable());
	}

}
