package io.jhttp.server.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * A file that a program has chosen, wherever it lies, and not a path that a client has
 * named: nothing is checked but that it is a file.
 */
final class ChosenFile {

	private static final RepresentationHeaders FIELDS = new RepresentationHeaders(CacheControlRules.NONE, Map.of());

	private static final KnownDirectories DIRECTORIES = new KnownDirectories();

	/** Nothing is kept, so nothing is read whole. */
	private static final long NONE = -1;

	private ChosenFile() {
	}

	/** The file, open: to be released by the caller. */
	static Representation open(Path file, String mediaType) throws IOException {
		Path path = file.toAbsolutePath();
		FileReading reading = FileReading.of(path, DIRECTORIES, NONE, false, () -> open(path));
		return FIELDS.representation(String.valueOf(path.getFileName()), null, mediaType, reading, false);
	}

	private static FileTree.Opened open(Path path) throws IOException {
		if (!attributes(path).isRegularFile()) {
			throw new NoSuchFileException(path.toString(), null, "it is no regular file");
		}
		FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
		try {
			return new FileTree.Opened(channel, attributes(path));
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
	}

	private static BasicFileAttributes attributes(Path path) throws IOException {
		return Files.readAttributes(path, BasicFileAttributes.class);
	}

}
