package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.FileHandlerBuilder;
import io.jhttp.server.file.MediaTypes;
import io.jhttp.server.file.MountPoint;
import io.jhttp.server.file.MountTable;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes a handler of files as the properties say.
 */
final class ServedFiles {

	private static final Log logger = LogFactory.getLog(ServedFiles.class);

	private final JhttpProperties properties;

	private final FileSettings settings;

	private final ClassLoader loader;

	private final MountPoint point;

	private final MountTable mounts;

	ServedFiles(JhttpProperties properties, FileSettings settings, ClassLoader loader, MountPoint point,
			MountTable mounts) {
		this.properties = properties;
		this.settings = settings;
		this.loader = loader;
		this.point = point;
		this.mounts = mounts;
	}

	FileHandler of(ServedDirectory directory) {
		try {
			return builder(directory).build();
		}
		catch (IOException ex) {
			throw directory.invalid(ex);
		}
	}

	private String property(String name) {
		return this.settings.property(name);
	}

	/** Says which pages are missing. They may come later, so that this is no failure. */
	void warnOfMissingPages(FileHandler handler) {
		JhttpFilesProperties files = this.settings.files();
		for (Map.Entry<Integer, String> page : files.getErrorPages().entrySet()) {
			warnIfMissing(property("error-pages") + "[" + page.getKey() + "]", page.getValue(), handler,
					"the server sends a page of its own");
		}
		String fallback = files.getFallback().getPage();
		if (fallback != null) {
			warnIfMissing(property("fallback.page"), fallback, handler, "404 is sent");
		}
	}

	private void warnIfMissing(String property, String page, FileHandler handler, String instead) {
		Path path = handler.translate(this.point.prefix() + "/" + page);
		if (handler.find(path) == null || Files.isDirectory(path)) {
			logger.warn("Property " + property + " is '" + page + "', but there is no file that clients may see at "
					+ path + ". Until there is, " + instead + ".");
		}
	}

	FileHandlerBuilder builder(ServedDirectory directory) {
		JhttpFilesProperties files = this.settings.files();
		FileHandlerBuilder builder = directory.builder(this.loader).mount(this.point, this.mounts);
		if (!directory.published()) {
			builder.unpublished();
		}
		builder.indexPages(indexPages());
		builder.mediaTypes(mediaTypes());
		builder.listing(files.isListing());
		builder.listingPageSize(PropertyBounds.positive(property("listing-page-size"), files.getListingPageSize()));
		builder
			.listingMaxEntries(PropertyBounds.positive(property("listing-max-entries"), files.getListingMaxEntries()));
		builder.hidden(files.isHidden());
		builder.symbolicLinks(files.getSymlinks());
		builder.sidecars(files.isSidecars());
		builder.entityTags(files.getEtag());
		builder.strictVersions(files.isStrictVersions());
		errorPages(builder);
		fallback(builder, files.getFallback());
		builder.compression(files.getCompression().isEnabled());
		builder.compressionThreshold(
				PropertyBounds.notNegativeInt(property("compression.min-size"), files.getCompression().getMinSize()));
		JhttpFilesProperties.Cache cache = files.getCache();
		builder.cacheSize(PropertyBounds.notNegative(property("cache.max-size"), cache.getMaxSize()));
		builder.cachedFileSize(PropertyBounds.notNegativeInt(property("cache.max-file-size"), cache.getMaxFileSize()));
		builder.cacheValidity(PropertyBounds.notNegative(property("cache.validity"), cache.getValidity()));
		if (files.getDeny() != null) {
			CheckedValues.elements(property("deny"), files.getDeny(), builder::deny);
		}
		if (!files.getHeaders().isEmpty()) {
			CheckedValues.entries(property("headers"), files.getHeaders(), builder::headers);
		}
		builder.cacheControl(rules(builder));
		return builder;
	}

	private void fallback(FileHandlerBuilder builder, JhttpFilesProperties.Fallback fallback) {
		String page = fallback.getPage();
		if (page != null) {
			CheckedValues.use(property("fallback.page"), page,
					(value) -> builder.fallback(fallback.getPrefix(), value));
		}
		else if (!fallback.getPrefix().equals("/")) {
			throw new InvalidConfigurationPropertyValueException(property("fallback.prefix"), fallback.getPrefix(),
					"No page would answer there. Set " + property("fallback.page")
							+ " to the page, or remove the prefix.");
		}
	}

	private List<String> indexPages() {
		List<String> pages = this.settings.indexPages();
		for (int i = 0; i < pages.size(); i++) {
			if (pages.get(i).isBlank() || pages.get(i).contains("/")) {
				throw new InvalidConfigurationPropertyValueException(this.settings.indexPagesProperty() + "[" + i + "]",
						pages.get(i), "An index page is the name of a file, such as index.html.");
			}
		}
		return pages;
	}

	private void errorPages(FileHandlerBuilder builder) {
		Map<Integer, String> pages = this.settings.files().getErrorPages();
		for (Map.Entry<Integer, String> entry : pages.entrySet()) {
			int status = entry.getKey();
			if (status < 400 || status > 599) {
				throw new InvalidConfigurationPropertyValueException(property("error-pages") + "[" + status + "]",
						entry.getValue(), "The status code of an error is a number from 400 to 599.");
			}
		}
		if (!pages.isEmpty()) {
			CheckedValues.entries(property("error-pages"), pages, builder::errorPages);
		}
	}

	private Map<String, String> rules(FileHandlerBuilder builder) {
		Map<String, String> rules = new LinkedHashMap<>();
		List<JhttpFilesProperties.CacheControl> configured = this.settings.files().getCacheControl();
		for (int i = 0; i < configured.size(); i++) {
			JhttpFilesProperties.CacheControl rule = configured.get(i);
			String property = property("cache-control") + "[" + i + "]";
			String value = rule.getValue();
			if (value == null) {
				throw new InvalidConfigurationPropertyValueException(property + ".value", null,
						"Set it to the value of Cache-Control, such as max-age=3600. With an empty value the "
								+ "header is not sent.");
			}
			if (rule.getPattern().isEmpty()) {
				throw new InvalidConfigurationPropertyValueException(property + ".pattern", null,
						"Set it to the files that the rule is for, such as *.css or /assets/**.");
			}
			CheckedValues.use(property + ".pattern", rule.getPattern(),
					(pattern) -> builder.cacheControl(Map.of(pattern, "")));
			CheckedValues.use(property + ".value", value, (checked) -> builder.cacheControl(Map.of("*", checked)));
			rules.putIfAbsent(rule.getPattern(), value);
		}
		return rules;
	}

	private MediaTypes mediaTypes() {
		MediaTypes defaults = MediaTypes.defaults();
		Map<String, String> types = new LinkedHashMap<>(this.properties.getMimeMappings());
		if (!types.isEmpty()) {
			CheckedValues.entries("jhttp.mime-mappings", types, (some) -> with(defaults, some));
		}
		String other = this.settings.files().getDefaultContentType();
		types.put("", other);
		try {
			return with(defaults, types);
		}
		catch (IllegalArgumentException ex) {
			// All others have been checked.
			throw new InvalidConfigurationPropertyValueException(property("default-content-type"), other,
					String.valueOf(ex.getMessage()));
		}
	}

	private static MediaTypes with(MediaTypes defaults, Map<String, String> types) {
		MediaTypes all = defaults.with(types);
		for (String type : types.values()) {
			int semicolon = type.indexOf(';');
			String name = ((semicolon < 0) ? type : type.substring(0, semicolon)).strip();
			int slash = name.indexOf('/');
			if (slash < 1 || slash == name.length() - 1) {
				throw new IllegalArgumentException("'" + type
						+ "' cannot be a media type: that is two names with a slash between, such as 'text/plain'");
			}
		}
		return all;
	}

}
