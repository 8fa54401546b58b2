package io.jhttp.server.file;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.jhttp.server.http.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jars and wars of Spring applications, with their copies, such as
 * {@code app.jar.original}: they hold the configuration of the application. Where one of
 * them lies, the others of its directory belong to it.
 */
final class ApplicationArchives {

	private static final Logger logger = LoggerFactory.getLogger(ApplicationArchives.class);

	private static final String[] EXTENSIONS = { ".jar", ".war" };

	/** A zip file ends with its names. This is enough for some 10,000 of them. */
	private static final int MAX_READ = 1024 * 1024;

	/** The length of an entry of the central directory without its name. */
	private static final int ENTRY_LENGTH = 46;

	private static final int NAME_LENGTH_OFFSET = 28;

	private static final int MAX_REMEMBERED = 1000;

	/** How many of one directory are looked into. */
	private static final int MAX_ARCHIVES = 256;

	private final Map<Path, KnownArchive> archives = remembered();

	private final Map<File, KnownDirectory> directories = remembered();

	/** What was said already: who asks for jars must not fill the log. */
	private final Map<String, Boolean> said = remembered();

	/** What a look into an archive, or into those of a directory, has found. */
	private enum Finding {

		APPLICATION, NONE,

		/** May not be looked into, which can change without a trace. */
		UNREADABLE

	}

	private record KnownArchive(long size, long modified, Finding finding) {
	}

	private record KnownDirectory(DirectoryVersion version, Finding finding) {
	}

	private static <K, V> Map<K, V> remembered() {
		return new LinkedHashMap<>(16, 0.75f, true) {

			@Override
			protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
				return size() > MAX_REMEMBERED;
			}

		};
	}

	/**
	 * Whether a file belongs to an application.
	 * @param file its real path
	 */
	boolean contain(Path file) {
		if (!hasNameOfArchive(file) || !Files.isRegularFile(file)) {
			return false;
		}
		try {
			return archive(file) == Finding.APPLICATION || directory(file.resolveSibling("")) == Finding.APPLICATION;
		}
		catch (IOException ex) {
			// What cannot be looked into at the moment may be private.
			sayOnce("Jars are not served as long as it is not known whether they hold an application: "
					+ ex.getMessage());
			return true;
		}
	}

	/**
	 * By its name: "app.jar", "app.jar.original", "app.war~" and "app.jar (1)", but
	 * neither "app.jars" nor "app.warc".
	 */
	static boolean isArchive(String fileName) {
		String name = fileName.toLowerCase(Locale.ROOT);
		for (String extension : EXTENSIONS) {
			for (int at = name.indexOf(extension); at >= 0; at = name.indexOf(extension, at + 1)) {
				int end = at + extension.length();
				if (end == name.length() || !Character.isLetterOrDigit(name.charAt(end))) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean hasNameOfArchive(Path file) {
		return isArchive(String.valueOf(file.getFileName()));
	}

	private synchronized Finding directory(Path directory) throws IOException {
		DirectoryVersion version = DirectoryVersion.read(directory.toFile());
		KnownDirectory known = this.directories.get(directory.toFile());
		if (known != null && known.version().isSameAs(version)) {
			return known.finding();
		}
		Finding finding = look(directory);
		if (finding != Finding.UNREADABLE && version.isSettled(System.currentTimeMillis())) {
			this.directories.put(directory.toFile(), new KnownDirectory(version, finding));
		}
		return finding;
	}

	private Finding look(Path directory) throws IOException {
		Finding finding = Finding.NONE;
		int archives = 0;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ApplicationArchives::hasNameOfArchive)) {
			for (Path file : files) {
				if (++archives > MAX_ARCHIVES) {
					sayOnce("Jars of " + directory + " are not served: with more than " + MAX_ARCHIVES
							+ " of them it is not checked whether one holds an application");
					return Finding.APPLICATION;
				}
				Finding found = Files.isRegularFile(file) ? archive(file) : Finding.NONE;
				if (found == Finding.APPLICATION) {
					return found;
				}
				finding = (found == Finding.UNREADABLE) ? found : finding;
			}
			return finding;
		}
		catch (DirectoryIteratorException ex) {
			throw Objects.requireNonNull(ex.getCause());
		}
		catch (AccessDeniedException | NoSuchFileException ex) {
			return Finding.UNREADABLE;
		}
	}

	/** A file that is replaced in place is another one, though its directory is not. */
	private synchronized Finding archive(Path path) throws IOException {
		File file = path.toFile();
		long size = file.length();
		long modified = file.lastModified();
		KnownArchive known = this.archives.get(path);
		if (known != null && known.size() == size && known.modified() == modified) {
			return known.finding();
		}
		try {
			Finding finding = hasApplicationEntry(end(path)) ? Finding.APPLICATION : Finding.NONE;
			if (FileVersion.isSettled(FileTime.fromMillis(modified), System.currentTimeMillis())) {
				this.archives.put(path, new KnownArchive(size, modified, finding));
			}
			return finding;
		}
		catch (AccessDeniedException | NoSuchFileException ex) {
			return Finding.UNREADABLE;
		}
		catch (IOException ex) {
			throw new IOException(path + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	private void sayOnce(String problem) {
		if (this.said.put(problem, true) == null) {
			logger.warn(LogText.escape(problem));
		}
	}

	private static byte[] end(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file)) {
			long size = channel.size();
			ByteBuffer end = ByteBuffer.allocate((int) Math.min(size, MAX_READ));
			long from = size - end.capacity();
			while (end.hasRemaining() && channel.read(end, from + end.position()) >= 0) {
				// Until all of it is read.
			}
			return end.array();
		}
	}

	private static boolean hasApplicationEntry(byte[] end) {
		for (int at = 0; at + ENTRY_LENGTH <= end.length; at++) {
			if (end[at] == 'P' && end[at + 1] == 'K' && end[at + 2] == 1 && end[at + 3] == 2) {
				int length = (end[at + NAME_LENGTH_OFFSET] & 0xff) | (end[at + NAME_LENGTH_OFFSET + 1] & 0xff) << 8;
				int most = Math.min(length, end.length - at - ENTRY_LENGTH);
				if (isOfApplication(new String(end, at + ENTRY_LENGTH, most, StandardCharsets.UTF_8))) {
					return true;
				}
			}
		}
		return false;
	}

	/** Of an executable archive, or of a plain one with its configuration. */
	private static boolean isOfApplication(String entry) {
		return entry.startsWith("BOOT-INF/") || entry.startsWith("WEB-INF/")
				|| ((entry.startsWith("application") || entry.startsWith("bootstrap")) && entry.indexOf('/') < 0
						&& (entry.endsWith(".yml") || entry.endsWith(".yaml") || entry.endsWith(".properties")));
	}

}
