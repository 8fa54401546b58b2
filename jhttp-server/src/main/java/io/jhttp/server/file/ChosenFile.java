package io.jhttp.server.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

import io.jhttp.server.file.Representation.OpenFile;

/**
 * A file that a program has chosen, wherever it lies, and not a path that a client has
 * named: nothing is checked but that it is a file.
 */
final class ChosenFile {

	private static final RepresentationFields FIELDS = new RepresentationFields(CacheControlRules.NONE, Map.of());

	private static final KnownDirectories DIRECTORIES = new KnownDirectories();

	private static final int MOST_READINGS = 8;

	private ChosenFile() {
	}

	static StoredFile open(Path file, String mediaType) throws IOException {
		Path path = file.toAbsolutePath();
		for (int readings = 0; readings < MOST_READINGS; readings++) {
			Freshness freshness = Freshness.begin(path, DIRECTORIES);
			requireRegular(path);
			FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
			boolean settled;
			try {
				settled = freshness.isSettled(System.currentTimeMillis());
				if (!freshness.version().equals(FileVersion.read(path))) {
					channel.close();
					continue;
				}
			}
			catch (IOException | RuntimeException ex) {
				channel.close();
				throw ex;
			}
			OpenFile content = new OpenFile(new SharedFile(channel, path, freshness.version()),
					freshness.version().size());
			Representation plain = FIELDS.representation(String.valueOf(path.getFileName()), null, mediaType,
					freshness.version(), settled, content, false);
			return new StoredFile(freshness, plain, StoredFile.noSidecars(), false);
		}
		throw new FileSystemException(path.toString(), null, "it changes faster than it can be read");
	}

	private static void requireRegular(Path path) throws IOException {
		if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
			throw new NoSuchFileException(path.toString(), null, "it is no regular file");
		}
	}

}
