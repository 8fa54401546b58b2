package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.server.cgi.CgiHandler;
import io.jhttp.server.cgi.CgiHandlerBuilder;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.FileHandlerBuilder;
import io.jhttp.server.file.MediaTypes;

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
		// The context does, after its graceful shutdown.
		builder.endWithProcess(false);
		CheckedValues.elements("jhttp.cgi.directories", cgi.getDirectories(), builder::directories);
		builder.timeout(PropertyBounds.positive("jhttp.cgi.timeout", cgi.getTimeout()));
		builder.maxConcurrent(PropertyBounds.positive("jhttp.cgi.max-concurrent", cgi.getMaxConcurrent()));
		CheckedValues.entries("jhttp.cgi.environment", cgi.getEnvironment(), builder::environment);
		builder.passEnvironment(cgi.getPassEnvironment());
		CheckedValues.entries("jhttp.cgi.interpreters", cgi.getInterpreters(),
				(commands) -> builder.interpreters(split(commands)));
		try {
			return builder.user(cgi.getUser()).build();
		}
		catch (IOException ex) {
			throw new InvalidConfigurationPropertyValueException("jhttp.cgi.user", cgi.getUser(),
					ex.getMessage() + ". Set it to a user other than root, or start the server as such a user.");
		}
	}

	private static Map<String, List<String>> split(Map<String, String> commands) {
		Map<String, List<String>> split = new LinkedHashMap<>();
		commands.forEach((extension, command) -> split.put(extension, List.of(command.strip().split(" +"))));
		return split;
	}

	private FileHandlerBuilder builder(ServedDirectory directory) {
		JhttpFilesProperties files = this.properties.getFiles();
		FileHandlerBuilder builder = FileHandler.builder(directory.path());
		builder.indexPages(indexPages());
		builder.mediaTypes(mediaTypes());
		builder.listing(files.isListing());
		builder.hidden(files.isHidden());
		builder.symbolicLinks(files.getSymlinks());
		builder.sidecars(files.isSidecars());
		builder.errorPages(errorPages());
		if (files.getFallback().getPage() != null) {
			builder.fallback(files.getFallback().getPrefix(), files.getFallback().getPage());
		}
		builder.compression(files.getCompression().isEnabled());
		builder.compressionThreshold(
				PropertyBounds.notNegativeInt("jhttp.files.compression.min-size", files.getCompression().getMinSize()));
		JhttpFilesProperties.Cache cache = files.getCache();
		builder.cacheSize(PropertyBounds.notNegative("jhttp.files.cache.max-size", cache.getMaxSize()));
		builder
			.cachedFileSize(PropertyBounds.notNegativeInt("jhttp.files.cache.max-file-size", cache.getMaxFileSize()));
		builder.cacheValidity(PropertyBounds.notNegative("jhttp.files.cache.validity", cache.getValidity()));
		if (files.getDeny() != null) {
			CheckedValues.elements("jhttp.files.deny", files.getDeny(), builder::deny);
		}
		CheckedValues.entries("jhttp.files.headers", files.getHeaders(), builder::headers);
		builder.cacheControl(rules(builder));
		return builder;
	}

	private List<String> indexPages() {
		CheckedValues.elements("jhttp.index-pages", this.properties.getIndexPages(), (pages) -> {
			if (pages.stream().anyMatch((page) -> page.isBlank() || page.contains("/"))) {
				throw new IllegalArgumentException("An index page is the name of a file, such as index.html.");
			}
		});
		return this.properties.getIndexPages();
	}

	private Map<Integer, String> errorPages() {
		Map<Integer, String> pages = this.properties.getFiles().getErrorPages();
		pages.forEach((status, page) -> {
			if (status < 400 || status > 599) {
				throw new InvalidConfigurationPropertyValueException("jhttp.files.error-pages[" + status + "]", page,
						"The status code of an error is a number from 400 to 599.");
			}
		});
		return pages;
	}

	private Map<String, String> rules(FileHandlerBuilder builder) {
		Map<String, String> rules = new LinkedHashMap<>();
		List<JhttpFilesProperties.CacheControl> configured = this.properties.getFiles().getCacheControl();
		for (int i = 0; i < configured.size(); i++) {
			JhttpFilesProperties.CacheControl rule = configured.get(i);
			String property = "jhttp.files.cache-control[" + i + "]";
			CheckedValues.use(property + ".pattern", rule.getPattern(),
					(pattern) -> builder.cacheControl(Map.of(pattern, "")));
			CheckedValues.use(property + ".value", rule.getValue(),
					(value) -> builder.cacheControl(Map.of("*", value)));
			rules.putIfAbsent(rule.getPattern(), rule.getValue());
		}
		return rules;
	}

	private MediaTypes mediaTypes() {
		MediaTypes defaults = MediaTypes.defaults();
		Map<String, String> types = new LinkedHashMap<>(this.properties.getMimeMappings());
		CheckedValues.entries("jhttp.mime-mappings", types, defaults::with);
		String other = this.properties.getFiles().getDefaultContentType();
		types.put("", other);
		CheckedValues.use("jhttp.files.default-content-type", other, (type) -> defaults.with(Map.of("", type)));
		return defaults.with(types);
	}

}
