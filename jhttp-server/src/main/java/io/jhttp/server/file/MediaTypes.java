package io.jhttp.server.file;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import io.jhttp.server.http.FieldRules;
import org.jspecify.annotations.Nullable;

/**
 * Media types by the extension of a file's name, the part behind its last dot. It is
 * looked up as it is, then in lower case. Nothing is guessed from content, and nothing
 * depends on the machine.
 */
public final class MediaTypes {

	private static final String UNKNOWN = "application/octet-stream";

	private static final MediaTypes DEFAULTS = new MediaTypes(Map.of());

	/** By extension without its dot; the empty one stands for all that are unknown. */
	private final Map<String, String> overrides;

	private MediaTypes(Map<String, String> overrides) {
		this.overrides = overrides;
	}

	/**
	 * The types that are known without configuration. Text is said to be in UTF-8; what
	 * is unknown is {@code application/octet-stream}.
	 * @return the same instance each time
	 */
	public static MediaTypes defaults() {
		return DEFAULTS;
	}

	/**
	 * Adds types to these, or puts others in their place.
	 * @param types values of {@code Content-Type}, sent as they are, by extension with or
	 * without its dot; an empty extension stands for all that are unknown
	 * @return new media types
	 * @throws IllegalArgumentException if an extension cannot be one, or a value may not
	 * stand in a field
	 */
	public MediaTypes with(Map<String, String> types) {
		Map<String, String> overrides = new HashMap<>(this.overrides);
		for (Map.Entry<String, String> entry : types.entrySet()) {
			overrides.put(requireExtension(entry.getKey()), requireType(entry.getKey(), entry.getValue()));
		}
		return new MediaTypes(Map.copyOf(overrides));
	}

	private static String requireExtension(String key) {
		String extension = key.startsWith(".") ? key.substring(1) : key;
		if (extension.indexOf('.') >= 0 || extension.indexOf('/') >= 0) {
			throw new IllegalArgumentException("'" + key + "' cannot be an extension: only what is behind the last dot"
					+ " of a file's name is one, such as '.gz'");
		}
		return extension;
	}

	private static String requireType(String extension, String type) {
		if (type.isBlank()) {
			throw new IllegalArgumentException("The media type for '" + extension + "' is empty");
		}
		return FieldRules.requireValue("Content-Type", type);
	}

	/**
	 * The media type of a file.
	 * @param fileName the last name of its path
	 * @return a value for {@code Content-Type}
	 */
	public String of(String fileName) {
		String extension = extension(fileName);
		if (!extension.isEmpty()) {
			String type = find(extension);
			if (type == null) {
				type = find(extension.toLowerCase(Locale.ROOT));
			}
			if (type != null) {
				return type;
			}
		}
		return this.overrides.getOrDefault("", UNKNOWN);
	}

	private @Nullable String find(String extension) {
		String override = this.overrides.get(extension);
		return (override != null) ? override : MediaTypeTable.get().byExtension(extension);
	}

	/**
	 * Whether a file should be compressed, though its type is that of what is in it.
	 * @param fileName a name or path
	 * @return true for {@code .svgz}
	 */
	static boolean isCompressed(String fileName) {
		return fileName.regionMatches(true, fileName.length() - 5, ".svgz", 0, 5);
	}

	/** Dots that a name begins with hide it, and are not before an extension. */
	private static String extension(String fileName) {
		int dot = fileName.lastIndexOf('.');
		int before = dot - 1;
		while (before >= 0 && fileName.charAt(before) == '.') {
			before--;
		}
		return (before < 0) ? "" : fileName.substring(dot + 1);
	}

	/**
	 * Whether content of a type gets smaller when it is compressed. Pictures, films and
	 * archives mostly do not: they are compressed already.
	 * @param mediaType a value of {@code Content-Type}, with or without parameters
	 * @return true if trying it makes sense
	 */
	public static boolean isCompressible(String mediaType) {
		int semicolon = mediaType.indexOf(';');
		String type = ((semicolon < 0) ? mediaType : mediaType.substring(0, semicolon)).strip()
			.toLowerCase(Locale.ROOT);
		return type.startsWith("text/") || type.endsWith("+json") || type.endsWith("+xml")
				|| type.endsWith("/javascript") || MediaTypeTable.get().isCompressible(type);
	}

}
