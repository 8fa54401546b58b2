package io.jhttp.server.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

import io.jhttp.server.ContentPart;
import org.jspecify.annotations.Nullable;

/**
 * A directory of a jar and all below it. Its names are read once, and a path that is none
 * of them leads nowhere: no name is ever put together with that of the jar.
 */
final class ArchiveTree implements FileLocation {

	/** A name only, see {@link FileLocation}. */
	private final Path directory;

	private final JarFile jar;

	private final ArchiveEntry top;

	private final FileRules rules;

	ArchiveTree(Path directory, JarFile jar, ArchiveEntry top, FileRules rules) {
		this.directory = directory;
		this.jar = jar;
		this.top = top;
		this.rules = rules;
	}

	/**
	 * A file or directory of the jar.
	 *
	 * @param path as it was asked for
	 * @param archived what the jar has
	 */
	record Entry(Path path, ArchiveEntry archived) implements FileLocation.Entry {

		@Override
		public boolean isDirectory() {
			return this.archived.file() == null;
		}

		@Override
		public boolean isReadable() {
			return true;
		}

		@Override
		public boolean isSameAs(FileLocation.Entry other) {
			return equals(other);
		}

	}

	@Override
	public Path directory() {
		return this.directory;
	}

	@Override
	public @Nullable Path path(List<String> names) {
		return path(this.directory, names);
	}

	/** Null if there can be no such name. */
	static @Nullable Path path(Path directory, List<String> names) {
		Path path = directory;
		try {
			for (String name : names) {
				path = path.resolve(name);
			}
			return path;
		}
		catch (InvalidPathException ex) {
			return null;
		}
	}

	@Override
	public @Nullable Entry find(Path path) {
		if (withholds(path)) {
			return null;
		}
		ArchiveEntry found = this.top;
		for (Path name : this.directory.relativize(path)) {
			found = (found != null) ? found.child(name.toString()) : null;
		}
		return (found != null) ? new Entry(path, found) : null;
	}

	@Override
	public @Nullable Entry beside(FileLocation.Entry file, String suffix) {
		return find(FileLocation.beside(file.path(), suffix));
	}

	@Override
	public boolean withholds(Path path) {
		return !path.startsWith(this.directory) || !this.rules.allow(this.directory.relativize(path));
	}

	@Override
	public boolean isFile(Path path) {
		Entry entry = find(path);
		return entry != null && !entry.isDirectory();
	}

	@Override
	public boolean isFixed() {
		return true;
	}

	@Override
	public FileReading read(FileLocation.Entry file, FileReading.Rules rules) throws IOException {
		JarEntry entry = Objects.requireNonNull(((Entry) file).archived().file());
		Freshness freshness = Freshness.fixed(file.path(),
				new FileVersion(entry.getCrc(), entry.getSize(), modified(entry), null));
		return new FileReading(freshness, content(entry, rules), true);
	}

	private ContentPart content(JarEntry entry, FileReading.Rules rules) throws IOException {
		long size = entry.getSize();
		if (size > rules.maxUnpacked()) {
			return ContentPart.of(() -> this.jar.getInputStream(entry), 0, size);
		}
		try (InputStream content = this.jar.getInputStream(entry)) {
			byte[] bytes = content.readNBytes((int) size + 1);
			if (bytes.length != size) {
				throw new EOFException(entry.getName() + " has not the length that its jar states");
			}
			return ContentPart.of(bytes, 0, bytes.length);
		}
	}

	/** Long ago if the jar does not say. */
	private static FileTime modified(JarEntry entry) {
		FileTime modified = entry.getLastModifiedTime();
		return (modified != null) ? modified : FileTime.fromMillis(0);
	}

	@Override
	public DirectoryContent list(FileLocation.Entry directory, DirectoryReader.Limits limits) throws IOException {
		Path relative = this.directory.relativize(directory.path());
		List<ListingEntry> entries = new ArrayList<>();
		for (Map.Entry<String, ArchiveEntry> child : ((Entry) directory).archived().children()) {
			if (!this.rules.allow(relative.resolve(child.getKey()))) {
				continue;
			}
			if (entries.size() == limits.maxEntries()) {
				return new DirectoryContent(entries, 0, false);
			}
			entries.add(entry(child.getKey(), child.getValue().file()));
			limits.turn().require(entries.size());
		}
		return new DirectoryContent(entries, 0, true);
	}

	private ListingEntry entry(String name, @Nullable JarEntry file) {
		return (file != null)
				? new ListingEntry(name, false, false, file.getSize(), modified(file).to(TimeUnit.SECONDS))
				: new ListingEntry(name, true, false, 0, ListingEntry.UNDATED);
	}

}
