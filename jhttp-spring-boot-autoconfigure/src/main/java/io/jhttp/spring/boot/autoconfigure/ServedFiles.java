package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.jhttp.server.cgi.CgiHandler;
import io.jhttp.server.cgi.CgiHandlerBuilder;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.FileHandlerBuilder;
import io.jhttp.server.file.MediaTypes;
import io.jhttp.server.http.EncodedFields;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes a handler of files as the properties say.
 */
final class ServedFiles {

	private final JhttpProperties properties;

	ServedFiles(JhttpProperties properties) {
		this.properties = properties;
	}

	FileHandler of(ServedDirectory directory) {
		try {
			return builder(directory).build();
		}
		catch (IOException ex) {
			throw directory.invalid(ex);
		}
	}

	/** The same, and the scripts of the directory. */
	CgiHandler withScripts(ServedDirectory directory) {
		// Says what is wrong with the directory, if anything is.
		of(directory);
		JhttpCgiProperties cgi = this.properties.getCgi();
		CgiHandlerBuilder builder = CgiHandler.builder(builder(directory));
		checked("jhttp.cgi.directories", cgi.getDirectories(), () -> builder.directories(cgi.getDirectories()));
		builder.timeout(PropertyBounds.positive("jhttp.cgi.timeout", cgi.getTimeout()));
		builder.maxConcurrent(PropertyBounds.positive("jhttp.cgi.max-concurrent", cgi.getMaxConcurrent()));
		checked("jhttp.cgi.environment", cgi.getEnvironment(), () -> builder.environment(cgi.getEnvironment()));
		builder.passEnvironment(cgi.getPassEnvironment());
		checked("jhttp.cgi.interpreters", cgi.getInterpreters(), () -> builder.interpreters(interpreters(cgi)));
		try {
			return builder.user(cgi.getUser()).build();
		}
		catch (IOException ex) {
			throw new InvalidConfigurationPropertyValueException("jhttp.cgi.user", cgi.getUser(),
					ex.getMessage() + ". Set it to a user other than root, or start the server as such a user.");
		}
	}

	private static Map<String, List<String>> interpreters(JhttpCgiProperties cgi) {
		Map<String, List<String>> interpreters = new LinkedHashMap<>();
		cgi.getInterpreters()
			.forEach((extension, command) -> interpreters.put(extension, List.of(command.strip().split(" +"))));
		return interpreters;
	}

	private FileHandlerBuilder builder(ServedDirectory directory) {
		JhttpFilesProperties files = this.properties.getFiles();
		FileHandlerBuilder builder = FileHandler.builder(directory.path());
		PropertyMapper map = PropertyMapper.get();
		map.from(this.properties::getIndexPages).to(builder::indexPages);
		map.from(this::mediaTypes).to(builder::mediaTypes);
		map.from(files::isListing).to(builder::listing);
		map.from(files::isHidden).to(builder::hidden);
		map.from(files::getSymlinks).to(builder::symbolicLinks);
		map.from(files::isSidecars).to(builder::sidecars);
		map.from(files::getErrorPages).to(builder::errorPages);
		map.from(files.getFallback()::getPage).to((page) -> builder.fallback(files.getFallback().getPrefix(), page));
		map.from(files.getCompression()::isEnabled).to(builder::compression);
		map.from(files.getCompression()::getMinSize)
			.as((size) -> PropertyBounds.notNegativeInt("jhttp.files.compression.min-size", size))
			.to(builder::compressionThreshold);
		map.from(files.getCache()::getMaxSize)
			.as((size) -> PropertyBounds.notNegative("jhttp.files.cache.max-size", size))
			.to(builder::cacheSize);
		map.from(files.getCache()::getMaxFileSize)
			.as((size) -> PropertyBounds.notNegativeInt("jhttp.files.cache.max-file-size", size))
			.to(builder::cachedFileSize);
		map.from(files.getCache()::getValidity)
			.as((validity) -> PropertyBounds.notNegative("jhttp.files.cache.validity", validity))
			.to(builder::cacheValidity);
		map.from(files::getDeny).to((patterns) -> checked("jhttp.files.deny", patterns, () -> builder.deny(patterns)));
		files.getHeaders().forEach(ServedFiles::requireValid);
		builder.headers(files.getHeaders());
		checked("jhttp.files.cache-control", rules(), () -> builder.cacheControl(rules()));
		return builder;
	}

	private static void requireValid(String name, String value) {
		checked("jhttp.files.headers[" + name + "]", value, () -> EncodedFields.of(List.of(Map.entry(name, value))));
	}

	private Map<String, String> rules() {
		Map<String, String> rules = new LinkedHashMap<>();
		for (JhttpFilesProperties.CacheControl rule : this.properties.getFiles().getCacheControl()) {
			rules.putIfAbsent(rule.getPattern(), rule.getValue());
		}
		return rules;
	}

	private MediaTypes mediaTypes() {
		Map<String, String> mappings = this.properties.getMimeMappings();
		MediaTypes types = checked("jhttp.mime-mappings", mappings, () -> MediaTypes.defaults().with(mappings));
		String other = this.properties.getFiles().getDefaultContentType();
		return checked("jhttp.files.default-content-type", other, () -> types.with(Map.of("", other)));
	}

	private static <T> T checked(String property, Object value, Supplier<T> use) {
		try {
			return use.get();
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value, String.valueOf(ex.getMessage()));
		}
	}

}
