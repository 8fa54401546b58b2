package io.jhttp.server.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The media types that this library knows, as they stand in {@code media-types.txt}: each
 * line is {@code [ "+" ] type *( SP extension )}. The text is searched, and what is found
 * remembered: a map of all of it would keep the first client waiting while it is made.
 */
final class MediaTypeTable {

	private static final String RESOURCE = "media-types.txt";

	/** Begins and ends with a line end. */
	private final String lines;

	/** What was found; never more than there is to be found. */
	private final Map<String, String> byExtension = new ConcurrentHashMap<>();

	private MediaTypeTable(String text) {
		int lastComment = text.lastIndexOf("\n#");
		this.lines = text.substring(text.indexOf('\n', lastComment + 1));
	}

	/** Loaded by the first file that is served: who serves none does not pay for it. */
	private static final class Loaded {

		static final MediaTypeTable INSTANCE = load();

	}

	static MediaTypeTable get() {
		return Loaded.INSTANCE;
	}

	private static MediaTypeTable load() {
		try (InputStream resource = MediaTypeTable.class.getResourceAsStream(RESOURCE)) {
			if (resource == null) {
				throw new IllegalStateException("The resource '" + RESOURCE + "' is missing beside "
						+ MediaTypeTable.class.getName() + ": without it no file has a media type");
			}
			return new MediaTypeTable(new String(resource.readAllBytes(), StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The media type of an extension, compared case-sensitively. */
	@Nullable String byExtension(String extension) {
		String known = this.byExtension.get(extension);
		if (known != null || !isExtension(extension)) {
			return known;
		}
		String type = find(extension);
		if (type != null) {
			this.byExtension.put(extension, type);
		}
		return type;
	}

	/** Whether the table says so of a media type without parameters, in lower case. */
	boolean isCompressible(String mediaType) {
		return this.lines.contains("\n+" + mediaType + " ");
	}

	/** A file's name may have anything behind its dot, even what looks like a line. */
	private static boolean isExtension(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
			if (!letter && (c < '0' || c > '9') && c != '-' && c != '_') {
				return false;
			}
		}
		return !text.isEmpty();
	}

	private @Nullable String find(String extension) {
		String word = " ".concat(extension);
		int at = this.lines.indexOf(word);
		while (at >= 0) {
			int end = at + word.length();
			if (this.lines.charAt(end) <= ' ') {
				return withCharset(typeOfLine(at));
			}
			at = this.lines.indexOf(word, end);
		}
		return null;
	}

	private String typeOfLine(int at) {
		int start = this.lines.lastIndexOf('\n', at) + 1;
		if (this.lines.charAt(start) == '+') {
			start++;
		}
		return this.lines.substring(start, this.lines.indexOf(' ', start));
	}

	/** XML says in its first line what it is written in (RFC 7303, section 3). */
	private static String withCharset(String type) {
		return (type.startsWith("text/") && !type.equals("text/xml")) ? type.concat(";charset=utf-8") : type;
	}

}
