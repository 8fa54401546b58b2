package io.jhttp.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.jhttp.spring.boot.autoconfigure.handler.content.Compression;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Makes the compression that the properties describe.
 */
final class ConfiguredCompression {

	private ConfiguredCompression() {
	}

	static Compression of(JhttpCompressionProperties properties) {
		int minSize = PropertyBounds.notNegativeInt("jhttp.compression.min-response-size",
				properties.getMinResponseSize());
		List<MediaType> types = new ArrayList<>();
		for (String type : properties.getMimeTypes()) {
			types.add(mediaType(type));
		}
		if (types.isEmpty() && properties.isEnabled()) {
			throw new InvalidConfigurationPropertyValueException("jhttp.compression.mime-types", "",
					"Name at least one media type, or set jhttp.compression.enabled to false.");
		}
		List<Pattern> userAgents = new ArrayList<>();
		for (String userAgent : properties.getExcludedUserAgents()) {
			userAgents.add(pattern(userAgent));
		}
		return properties.isEnabled() ? new Compression(types, userAgents, minSize) : Compression.NONE;
	}

	private static MediaType mediaType(String text) {
		try {
			return MediaType.parseMediaType(text);
		}
		catch (InvalidMediaTypeException ex) {
			throw new InvalidConfigurationPropertyValueException("jhttp.compression.mime-types", text,
					"It is not a media type, such as text/html: " + ex.getMessage() + ".");
		}
	}

	private static Pattern pattern(String text) {
		try {
			return Pattern.compile(text);
		}
		catch (PatternSyntaxException ex) {
			throw new InvalidConfigurationPropertyValueException("jhttp.compression.excluded-user-agents", text,
					"It is not a regular expression: " + ex.getDescription() + ".");
		}
	}

}
