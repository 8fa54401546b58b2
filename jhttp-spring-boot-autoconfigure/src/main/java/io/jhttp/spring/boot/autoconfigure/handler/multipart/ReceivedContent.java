package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.FormPart;
import org.jspecify.annotations.Nullable;

/**
 * The content of a part, in memory or in a file, as long as its request lasts.
 *
 * <pre>
 *  PRESENT ──▶ MOVED: a handler has taken the file
 *     └─────────┴────▶ REMOVED: the request is over
 * </pre>
 */
final class ReceivedContent {

	private enum State {

		PRESENT, MOVED, REMOVED

	}

	private final byte[] bytes;

	private final @Nullable Path file;

	private final long length;

	/** Guarded by this object, as are the streams. */
	private State state = State.PRESENT;

	private final List<InputStream> streams = new ArrayList<>(1);

	private ReceivedContent(byte[] bytes, @Nullable Path file, long length) {
		this.bytes = bytes;
		this.file = file;
		this.length = length;
	}

	static ReceivedContent ofValue(byte[] bytes) {
		return new ReceivedContent(bytes, null, bytes.length);
	}

	/**
	 * Receives a file.
	 * @throws IOException if the client is gone, or there is no room; nothing is left
	 * then
	 */
	static ReceivedContent ofFile(FormPart part, MultipartOptions options) throws IOException {
		StoringOutput output = new StoringOutput(options.directory(), options.fileSizeThreshold());
		try {
			try (output) {
				part.content().transferTo(output);
			}
			return new ReceivedContent(output.bytes(), output.file(), output.length());
		}
		catch (IOException | RuntimeException | Error ex) {
			delete(output.file(), ex);
			throw ex;
		}
	}

	private static void delete(@Nullable Path file, Throwable reason) {
		try {
			delete(file);
		}
		catch (IOException ex) {
			reason.addSuppressed(ex);
		}
	}

	private static void delete(@Nullable Path file) throws IOException {
		if (file != null) {
			Files.deleteIfExists(file);
		}
	}

	long length() {
		return this.length;
	}

	synchronized InputStream open() throws IOException {
		requirePresent();
		InputStream content = (this.file != null) ? Files.newInputStream(this.file)
				: new ByteArrayInputStream(this.bytes);
		this.streams.add(content);
		return new RequestScopedInput(content, this::requirePresent);
	}

	/**
	 * All of it.
	 * @throws IOException if no array is as large, or the file cannot be read
	 */
	synchronized byte[] bytes() throws IOException {
		requirePresent();
		if (this.length > Integer.MAX_VALUE - 8) {
			throw new IOException("A file of " + this.length + " bytes is no array: read it as a stream");
		}
		return (this.file != null) ? Files.readAllBytes(this.file) : this.bytes.clone();
	}

	/** Where both are on one file system, the file is moved, and else copied. */
	synchronized void moveTo(Path target) throws IOException {
		requirePresent();
		if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileSystemException(target.toString(), null, "Is a directory: name the file in it");
		}
		if (this.file == null) {
			Files.write(target, this.bytes);
			return;
		}
		Files.move(this.file, target, StandardCopyOption.REPLACE_EXISTING);
		this.state = State.MOVED;
	}

	private synchronized void requirePresent() {
		if (this.state == State.MOVED) {
			throw new IllegalStateException("The file has been moved by transferTo, and cannot be read here any more");
		}
		if (this.state == State.REMOVED) {
			throw new IllegalStateException("The request is over, and its files are gone");
		}
	}

	/** Removes the file, if it is still here, and ends whatever reads it. */
	synchronized void remove() throws IOException {
		State before = this.state;
		this.state = State.REMOVED;
		for (InputStream stream : this.streams) {
			stream.close();
		}
		if (before == State.PRESENT) {
			delete(this.file);
		}
	}

}
