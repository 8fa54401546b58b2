package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.time.Clock;

import io.jhttp.spring.boot.autoconfigure.accesslog.AccessLog;
import io.jhttp.spring.boot.autoconfigure.accesslog.AccessLogRotation;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the access log.
 */
@AutoConfiguration(before = JhttpServerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("jhttp.access-log.enabled")
@EnableConfigurationProperties(JhttpProperties.class)
public final class JhttpAccessLogAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AccessLog jhttpAccessLog(JhttpProperties properties) {
		JhttpAccessLogProperties log = properties.getAccessLog();
		int capacity = PropertyBounds.positive("jhttp.access-log.buffer-size", log.getBufferSize());
		JhttpAccessLogProperties.Rotation rotation = log.getRotation();
		AccessLogRotation bounds = new AccessLogRotation(
				PropertyBounds.notNegative("jhttp.access-log.rotation.max-file-size", rotation.getMaxFileSize()),
				rotation.isDaily(),
				PropertyBounds.notNegative("jhttp.access-log.rotation.max-history", rotation.getMaxHistory()));
		File file = log.getFile();
		return (file == null) ? AccessLog.toLogger(log.getFormat(), capacity)
				: AccessLog.toFile(log.getFormat(), file.toPath(), bounds, Clock.systemDefaultZone(), capacity);
	}

	@Bean
	@ConditionalOnMissingBean(name = "jhttpAccessLogCustomizer")
	JhttpServerCustomizer jhttpAccessLogCustomizer(AccessLog log) {
		return (builder) -> builder.listener(log);
	}

}
