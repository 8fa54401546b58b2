package io.jhttp.spring.boot.autoconfigure;

import java.util.List;

import io.jhttp.server.http.FieldRules;
import io.jhttp.spring.boot.autoconfigure.cors.PathCorsConfiguration;
import io.jhttp.spring.boot.autoconfigure.filter.RequestPaths;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.CollectionUtils;
import org.springframework.web.cors.CorsConfiguration;

/**
 * What pages of other origins may do as the properties say.
 */
final class ConfiguredCors {

	private ConfiguredCors() {
	}

	static PathCorsConfiguration of(JhttpProperties properties) {
		PathCorsConfiguration all = new PathCorsConfiguration(
				new RequestPaths(properties.isAllowEncodedSlash(), List.of(), List.of()));
		for (int i = 0; i < properties.getCors().size(); i++) {
			String property = "jhttp.cors[" + i + "]";
			JhttpCorsProperties entry = properties.getCors().get(i);
			CorsConfiguration configuration = configuration(property, entry);
			CheckedValues.use(property + ".allow-credentials", entry.isAllowCredentials(),
					(allowed) -> configuration.validateAllowCredentials());
			CheckedValues.use(property + ".pattern", entry.getPattern(), (pattern) -> all.add(pattern, configuration));
		}
		return all;
	}

	private static CorsConfiguration configuration(String property, JhttpCorsProperties entry) {
		if (entry.getAllowedOrigins().isEmpty() && entry.getAllowedOriginPatterns().isEmpty()) {
			throw new InvalidConfigurationPropertyValueException(property + ".allowed-origins", null,
					"Name the origins whose pages are allowed, such as https://example.org, or * for all.");
		}
		CheckedValues.elements(property + ".allowed-methods", entry.getAllowedMethods(), PropertyBounds::methods);
		CheckedValues.elements(property + ".exposed-headers", entry.getExposedHeaders(),
				(names) -> names.forEach(FieldRules::requireName));
		CorsConfiguration configuration = new CorsConfiguration();
		PropertyMapper map = PropertyMapper.get();
		map.from(entry::getAllowedOrigins).whenNot(CollectionUtils::isEmpty).to(configuration::setAllowedOrigins);
		map.from(entry::getAllowedOriginPatterns)
			.whenNot(CollectionUtils::isEmpty)
			.to(configuration::setAllowedOriginPatterns);
		map.from(entry::getAllowedMethods).whenNot(CollectionUtils::isEmpty).to(configuration::setAllowedMethods);
		map.from(entry::getAllowedHeaders).whenNot(CollectionUtils::isEmpty).to(configuration::setAllowedHeaders);
		map.from(entry::getExposedHeaders).whenNot(CollectionUtils::isEmpty).to(configuration::setExposedHeaders);
		map.from(entry::isAllowCredentials).whenTrue().to(configuration::setAllowCredentials);
		configuration.setMaxAge(PropertyBounds.notNegative(property + ".max-age", entry.getMaxAge()));
		return configuration.applyPermitDefaultValues();
	}

}
