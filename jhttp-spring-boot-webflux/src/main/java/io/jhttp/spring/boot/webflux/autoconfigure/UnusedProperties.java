package io.jhttp.spring.boot.webflux.autoconfigure;

import java.util.Set;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Warns of properties below {@code jhttp}, which belong to the server of handler beans.
 */
final class UnusedProperties implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(UnusedProperties.class);

	private static final ConfigurationPropertyName JHTTP = ConfigurationPropertyName.of("jhttp");

	/** For builds and tests, which no server reads. */
	private static final ConfigurationPropertyName TEST = ConfigurationPropertyName.of("jhttp.test");

	private final Environment environment;

	UnusedProperties(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<String> unused = new TreeSet<>();
		for (var source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter((name) -> JHTTP.isAncestorOf(name) && !TEST.isAncestorOf(name))
					.forEach((name) -> unused.add(name.toString()));
			}
		}
		if (!unused.isEmpty()) {
			logger.warn("These properties do nothing without jhttp-spring-boot-starter: " + String.join(", ", unused)
					+ ". The web server of WebFlux has those below server and server.jhttp, such as server.port.");
		}
	}

}
