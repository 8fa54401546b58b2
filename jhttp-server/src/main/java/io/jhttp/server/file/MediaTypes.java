package io.jhttp.server.file;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Media types by the extension of a file's name. What is not listed is
 * {@code application/octet-stream}; nothing is guessed from content.
 */
public final class MediaTypes {

	private static final String UNKNOWN = "application/octet-stream";

	private static final Map<String, String> BY_EXTENSION = Map.ofEntries(Map.entry("html", "text/html;charset=utf-8"),
			Map.entry("htm", "text/html;charset=utf-8"), Map.entry("css", "text/css;charset=utf-8"),
			Map.entry("js", "text/javascript;charset=utf-8"), Map.entry("mjs", "text/javascript;charset=utf-8"),
			Map.entry("txt", "text/plain;charset=utf-8"), Map.entry("md", "text/markdown;charset=utf-8"),
			Map.entry("csv", "text/csv;charset=utf-8"), Map.entry("xml", "text/xml;charset=utf-8"),
			Map.entry("java", "text/plain;charset=utf-8"), Map.entry("py", "text/plain;charset=utf-8"),
			Map.entry("sh", "text/plain;charset=utf-8"), Map.entry("c", "text/plain;charset=utf-8"),
			Map.entry("h", "text/plain;charset=utf-8"), Map.entry("log", "text/plain;charset=utf-8"),
			Map.entry("yml", "text/plain;charset=utf-8"), Map.entry("yaml", "text/plain;charset=utf-8"),
			Map.entry("ics", "text/calendar;charset=utf-8"), Map.entry("vtt", "text/vtt;charset=utf-8"),
			Map.entry("json", "application/json"), Map.entry("map", "application/json"),
			Map.entry("webmanifest", "application/manifest+json"), Map.entry("pdf", "application/pdf"),
			Map.entry("wasm", "application/wasm"), Map.entry("zip", "application/zip"),
			Map.entry("gz", "application/gzip"), Map.entry("tgz", "application/gzip"),
			Map.entry("bz2", "application/x-bzip2"), Map.entry("xz", "application/x-xz"),
			Map.entry("zst", "application/zstd"), Map.entry("tar", "application/x-tar"),
			Map.entry("jar", "application/java-archive"), Map.entry("svg", "image/svg+xml"),
			Map.entry("png", "image/png"), Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"),
			Map.entry("gif", "image/gif"), Map.entry("webp", "image/webp"), Map.entry("avif", "image/avif"),
			Map.entry("ico", "image/x-icon"), Map.entry("bmp", "image/bmp"), Map.entry("tiff", "image/tiff"),
			Map.entry("mp3", "audio/mpeg"), Map.entry("ogg", "audio/ogg"), Map.entry("opus", "audio/ogg"),
			Map.entry("wav", "audio/wav"), Map.entry("flac", "audio/flac"), Map.entry("m4a", "audio/mp4"),
			Map.entry("mp4", "video/mp4"), Map.entry("webm", "video/webm"), Map.entry("mov", "video/quicktime"),
			Map.entry("woff", "font/woff"), Map.entry("woff2", "font/woff2"), Map.entry("ttf", "font/ttf"),
			Map.entry("otf", "font/otf"));

	private static final MediaTypes DEFAULTS = new MediaTypes(BY_EXTENSION, UNKNOWN);

	private final Map<String, String> byExtension;

	private final String unknown;

	private MediaTypes(Map<String, String> byExtension, String unknown) {
		this.byExtension = byExtension;
		this.unknown = unknown;
	}

	/**
	 * The types that everybody knows.
	 * @return always the same object
	 */
	public static MediaTypes defaults() {
		return DEFAULTS;
	}

	/**
	 * These types with others in front of them.
	 * @param overrides types by extension, with its dot and in lower case, such as
	 * {@code .foo}; an empty string stands for every unlisted one
	 * @return new types
	 */
	public MediaTypes with(Map<String, String> overrides) {
		Map<String, String> types = new HashMap<>(this.byExtension);
		overrides.forEach((extension, type) -> types.put(extension.replaceFirst("^\\.", ""), type));
		String other = types.remove("");
		return new MediaTypes(types, (other != null) ? other : this.unknown);
	}

	/**
	 * The type of a file.
	 * @param fileName its name, of which the last extension counts, in any case
	 * @return a media type
	 */
	public String of(String fileName) {
		int dot = fileName.lastIndexOf('.');
		String extension = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
		return (dot < 0) ? this.unknown : this.byExtension.getOrDefault(extension, this.unknown);
	}

}
