package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.time.Clock;

import io.jhttp.spring.boot.autoconfigure.accesslog.AccessLog;
import io.jhttp.spring.boot.autoconfigure.accesslog.AccessLogRotation;

/**
 * The access log as the properties say.
 */
final class ConfiguredAccessLog {

	private ConfiguredAccessLog() {
	}

	static AccessLog of(JhttpAccessLogProperties properties) {
		int capacity = PropertyBounds.positive("jhttp.access-log.buffer-size", properties.getBufferSize());
		JhttpAccessLogProperties.Rotation rotation = properties.getRotation();
		AccessLogRotation bounds = new AccessLogRotation(
				PropertyBounds.notNegative("jhttp.access-log.rotation.max-file-size", rotation.getMaxFileSize()),
				rotation.isDaily(),
				PropertyBounds.notNegative("jhttp.access-log.rotation.max-history", rotation.getMaxHistory()));
		File file = properties.getFile();
		return (file == null) ? AccessLog.toLogger(properties.getFormat(), capacity)
				: AccessLog.toFile(properties.getFormat(), file.toPath(), bounds, Clock.systemDefaultZone(), capacity);
	}

}
