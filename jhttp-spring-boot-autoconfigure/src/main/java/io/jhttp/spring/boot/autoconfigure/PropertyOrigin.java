package io.jhttp.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.Environment;

/**
 * Where the value of a property comes from, for reports.
 */
final class PropertyOrigin {

	private PropertyOrigin() {
	}

	/**
	 * Describes it in the words of Spring Boot's own reports.
	 * @param environment the environment, if there is one already
	 * @param property the name of a property
	 * @return such as " (originating from 'class path resource [application.yml] -
	 * 3:14')", or an empty string if it is not known
	 */
	static String of(@Nullable Environment environment, String property) {
		if (environment == null) {
			return "";
		}
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return (found.getOrigin() != null) ? " (originating from '" + found.getOrigin() + "')" : "";
			}
		}
		return "";
	}

}
