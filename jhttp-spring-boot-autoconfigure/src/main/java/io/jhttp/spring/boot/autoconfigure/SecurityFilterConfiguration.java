package io.jhttp.spring.boot.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.jhttp.spring.boot.autoconfigure.auth.AccessFilter;
import io.jhttp.spring.boot.autoconfigure.cors.CorsConfigurationSource;
import io.jhttp.spring.boot.autoconfigure.cors.CorsFilter;
import io.jhttp.spring.boot.autoconfigure.cors.CrossSiteFilter;
import io.jhttp.spring.boot.autoconfigure.cors.PathCorsConfiguration;
import io.jhttp.spring.boot.autoconfigure.filter.SecurityFilter;
import io.jhttp.spring.boot.autoconfigure.filter.SecurityHeadersFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * What stands in front of everything that answers requests. Properties decide without
 * conditions: those are looked at when an application is built ahead of time, and one
 * that is started with other properties would be open without a word.
 */
@Configuration(proxyBeanMethods = false)
class SecurityFilterConfiguration {

	/** The names of the filters below that ask for no credentials. */
	static final List<String> OPEN_FILTERS = List.of("jhttpSecurityHeadersFilter", "jhttpCorsFilter",
			"jhttpCrossSiteFilter");

	/** The names of the filters below. */
	static final List<String> FILTERS = Stream.concat(OPEN_FILTERS.stream(), Stream.of("jhttpAccessFilter")).toList();

	@Bean
	@ConditionalOnMissingBean
	@Nullable SecurityHeadersFilter jhttpSecurityHeadersFilter(JhttpProperties properties) {
		return properties.isSecurityHeaders() ? new SecurityHeadersFilter() : null;
	}

	@Bean
	@ConditionalOnMissingBean
	PathCorsConfiguration jhttpPathCorsConfiguration(JhttpProperties properties) {
		return ConfiguredCors.of(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	CorsFilter jhttpCorsFilter(ObjectProvider<CorsConfigurationSource> sources) {
		return new CorsFilter(sources);
	}

	@Bean
	@ConditionalOnMissingBean
	@Nullable CrossSiteFilter jhttpCrossSiteFilter(JhttpProperties properties) {
		return properties.isCrossSiteProtection() ? new CrossSiteFilter() : null;
	}

	@Bean
	@ConditionalOnMissingBean
	@Nullable AccessFilter jhttpAccessFilter(JhttpProperties properties, Environment environment) {
		JhttpAuthProperties auth = properties.getAuth();
		// A property without a value is no reason to let everyone in.
		if (!auth.isUsed() && !new SetProperties(environment).contains("jhttp.auth")) {
			return null;
		}
		return ConfiguredAuth.of(properties);
	}

	@Bean
	UnencryptedPasswords jhttpUnencryptedPasswords(JhttpProperties properties, ObjectProvider<SecurityFilter> filters) {
		return new UnencryptedPasswords(properties, filters);
	}

}
