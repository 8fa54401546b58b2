package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * The content of a request, received as a whole before its script starts. So a slow
 * client holds no process, a client that leaves starts none, the length of chunked
 * content is known, and it does not matter whether a script reads or writes first. What
 * is larger than a pipe surely takes lies in a file.
 */
public final class ScriptInput implements AutoCloseable {

	/** No content, not even an empty one. */
	public static final ScriptInput NONE = new ScriptInput(new byte[0], null, -1);

	/** The least that a pipe takes without a reader, PIPE_BUF. */
	private static final int MAX_IN_MEMORY = 4096;

	private static final int COPIED_AT_ONCE = 64 * 1024;

	private final byte[] bytes;

	private final @Nullable Path file;

	private final long length;

	private ScriptInput(byte[] bytes, @Nullable Path file, long length) {
		this.bytes = bytes;
		this.file = file;
		this.length = length;
	}

	/**
	 * Receives content.
	 * @param content of a request
	 * @return the content
	 * @throws ShortageException if there is no room for the file
	 * @throws IOException if the client is gone
	 */
	public static ScriptInput receive(InputStream content) throws IOException {
		byte[] first = content.readNBytes(MAX_IN_MEMORY + 1);
		if (first.length <= MAX_IN_MEMORY) {
			return new ScriptInput(first, null, first.length);
		}
		Path file = createFile();
		try {
			long length = 0;
			for (byte[] part = first; part.length > 0; part = content.readNBytes(COPIED_AT_ONCE)) {
				append(file, part);
				length += part.length;
			}
			return new ScriptInput(new byte[0], file, length);
		}
		catch (IOException | RuntimeException | Error ex) {
			delete(file, ex);
			throw ex;
		}
	}

	/** Readable for its owner only. */
	private static Path createFile() throws ShortageException {
		try {
			return Files.createTempFile(Path.of(System.getProperty("java.io.tmpdir")), "jhttp-cgi-", ".body");
		}
		catch (IOException ex) {
			throw new ShortageException(ex);
		}
	}

	private static void delete(Path file, Throwable reason) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			reason.addSuppressed(ex);
		}
	}

	/** Tells a disk that has no room from a client that is gone. */
	private static void append(Path file, byte[] bytes) throws ShortageException {
		try {
			Files.write(file, bytes, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new ShortageException(ex);
		}
	}

	/**
	 * The length of the content.
	 * @return the number of bytes, or -1 if the request has none
	 */
	public long length() {
		return this.length;
	}

	/** The file that has the content, if it has one. */
	@Nullable Path file() {
		return this.file;
	}

	/** The content, if it is in no file. */
	byte[] bytes() {
		return Arrays.copyOf(this.bytes, this.bytes.length);
	}

	@Override
	public void close() throws IOException {
		if (this.file != null) {
			Files.deleteIfExists(this.file);
		}
	}

}
