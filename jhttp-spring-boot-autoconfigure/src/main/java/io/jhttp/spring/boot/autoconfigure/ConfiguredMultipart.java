package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

import io.jhttp.spring.boot.autoconfigure.handler.multipart.MultipartOptions;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.UploadDirectory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How forms are read, as the properties describe it.
 */
final class ConfiguredMultipart {

	private ConfiguredMultipart() {
	}

	static MultipartOptions of(JhttpProperties properties) {
		JhttpMultipartProperties multipart = properties.getMultipart();
		int maxInMemory = PropertyBounds.notNegativeInt("jhttp.max-in-memory-size", properties.getMaxInMemorySize());
		int threshold = PropertyBounds.notNegativeInt("jhttp.multipart.file-size-threshold",
				multipart.getFileSizeThreshold());
		return new MultipartOptions(multipart.isEnabled(), new UploadDirectory(location(multipart)),
				PropertyBounds.limit("jhttp.multipart.max-file-size", multipart.getMaxFileSize()),
				PropertyBounds.limit("jhttp.multipart.max-request-size", multipart.getMaxRequestSize()), threshold,
				maxInMemory);
	}

	private static Path location(JhttpMultipartProperties multipart) {
		File location = multipart.getLocation();
		if (location == null) {
			return Path.of(System.getProperty("java.io.tmpdir"));
		}
		Path path = location.toPath().toAbsolutePath();
		if (!Files.isDirectory(path) || !Files.isWritable(path)) {
			throw new InvalidConfigurationPropertyValueException("jhttp.multipart.location", location,
					path + " is no directory in which this user can create files. Create it, or name another one.");
		}
		return path;
	}

}
