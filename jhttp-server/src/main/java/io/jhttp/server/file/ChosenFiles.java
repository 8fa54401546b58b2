package io.jhttp.server.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpRequest;

/**
 * Answers with files that a program has chosen, wherever they lie, and not with a path
 * that a client has named: nothing is checked but that it is a file.
 */
public final class ChosenFiles {

	private final RepresentationHeaders headers;

	private final FileReading.Rules reading;

	private final KnownDirectories directories = new KnownDirectories();

	/**
	 * Says how they are served.
	 * @param entityTags what entity tags are made of
	 * @param strictVersions whether a response is aborted if its file is changed
	 * meanwhile; see {@link FileHandlerBuilder#strictVersions}
	 */
	public ChosenFiles(EntityTags entityTags, boolean strictVersions) {
		this.headers = new RepresentationHeaders(new FileTags(entityTags), CacheControlRules.NONE, Map.of());
		this.reading = new FileReading.Rules(FileHandlerBuilder.MAX_READ_WHOLE, FileHandlerBuilder.MAX_READ_WHOLE,
				strictVersions);
	}

	/**
	 * Decides what a request is answered with.
	 * @param request the request, with its conditions and ranges
	 * @param file a regular file
	 * @param mediaType its type
	 * @param own fields that go before those of the file; with an entity tag or a date
	 * among them, conditions are about these
	 * @return the response, to be closed by the caller
	 * @throws NoSuchFileException if there is no such file
	 * @throws IOException if it cannot be read
	 */
	public FileResponse answer(HttpRequest request, Path file, String mediaType, List<Map.Entry<String, String>> own)
			throws IOException {
		Path path = file.toAbsolutePath();
		FileReading reading = FileReading.of(path, this.directories, this.reading, (after) -> open(path, after));
		try {
			Representation found = this.headers.representation(String.valueOf(path.getFileName()), null, mediaType,
					reading, false);
			return FileResponse.of(request, own.isEmpty() ? found : found.with(own));
		}
		finally {
			reading.content().close();
		}
	}

	private static FileReading.Opened open(Path path, boolean after) throws IOException {
		BasicFileAttributes before = attributes(path);
		if (!before.isRegularFile()) {
			throw new NoSuchFileException(path.toString(), null, "it is not a regular file");
		}
		FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
		try {
			return new FileReading.Opened(channel, after ? attributes(path) : before);
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
