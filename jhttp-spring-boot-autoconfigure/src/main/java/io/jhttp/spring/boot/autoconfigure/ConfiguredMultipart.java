package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

import io.jhttp.server.FormParts;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.MultipartOptions;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.UploadDirectory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

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
				limit(multipart.getMaxFileSize()), limit(multipart.getMaxRequestSize()), threshold, maxInMemory);
	}

	/** As of Boot, any negative size is no limit. */
	private static long limit(DataSize size) {
		return size.isNegative() ? FormParts.UNLIMITED : size.toBytes();
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
