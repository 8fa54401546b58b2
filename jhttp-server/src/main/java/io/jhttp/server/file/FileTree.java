package io.jhttp.server.file;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory and all below it, and nothing else.
 *
 * <p>
 * A name is looked up in two steps. First every link in it is followed, and the result
 * has to be inside. Then the real path is opened name by name, each relative to the
 * directory before it and none of them a link: an attacker who swaps a directory for a
 * link between the two steps gets an error, not a file from elsewhere.
 */
final class FileTree implements FileLocation {

	private static final Logger logger = LoggerFactory.getLogger(FileTree.class);

	/** Elsewhere a file may have its name in several spellings. */
	private static final boolean ONE_SPELLING = System.getProperty("os.name").equals("Linux");

	private static final Path NOTHING = Path.of("");

	private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

	/** Absolute, and perhaps a link itself, which may lead elsewhere tomorrow. */
	private final Path directory;

	private final SymbolicLinks links;

	private final FileRules rules;

	private final KnownDirectories directories = new KnownDirectories();

	FileTree(Path directory, SymbolicLinks links, FileRules rules) {
		this.directory = directory;
		this.links = links;
		this.rules = rules;
	}

	@Override
	public Path directory() {
		return this.directory;
	}

	/**
	 * A file or directory of the tree.
	 *
	 * @param root where the served directory was
	 * @param path as it was asked for
	 * @param real where that leads
	 * @param attributes what it was when it was found; null if it is only expected
	 */
	record Entry(Path root, Path path, Path real,
			@Nullable BasicFileAttributes attributes) implements FileLocation.Entry {

		@Override
		public boolean isDirectory() {
			return this.attributes != null && this.attributes.isDirectory();
		}

		@Override
		public boolean isReadable() {
			return Files.isReadable(this.real) && Files.isExecutable(this.real);
		}

		@Override
		public boolean isSameAs(FileLocation.Entry other) {
			return other instanceof Entry entry && this.real.equals(entry.real) && Objects.equals(key(), entry.key());
		}

		private @Nullable Object key() {
			return (this.attributes != null) ? this.attributes.fileKey() : null;
		}

	}

	@Override
	public @Nullable Path path(List<String> names) {
		Path path = this.directory;
		for (String name : names) {
			try {
				path = path.resolve(name);
			}
			catch (InvalidPathException ex) {
				return null;
			}
		}
		return path;
	}

	@Override
	public @Nullable Entry find(List<String> names) {
		return (Entry) FileLocation.super.find(names);
	}

	@Override
	public @Nullable Entry find(Path path) {
		if (!path.startsWith(this.directory) || !this.rules.allow(this.directory.relativize(path))) {
			return null;
		}
		try {
			for (int attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
				Path root = this.directory.toRealPath();
				Path real = path.toRealPath();
				if (!isAllowed(root, root.resolve(this.directory.relativize(path)), real)) {
					return null;
				}
				BasicFileAttributes attributes = attributes(real);
				if (!attributes.isSymbolicLink()) {
					return isServed(attributes) ? new Entry(root, path, real, attributes) : null;
				}
				// It was none when it was followed: it was swapped since then.
			}
		}
		catch (IOException ex) {
			// Missing, unreadable, or a file where a directory is needed.
			logger.debug("A file was not found: {}", ex.getMessage());
		}
		return null;
	}

	/**
	 * No link is followed when it is opened, so that nothing else has to be looked at.
	 * What has other spellings, or rules for its real path, has to be found.
	 */
	@Override
	public @Nullable Entry expect(Path path) {
		boolean expected = ONE_SPELLING && path.startsWith(this.directory)
				&& this.rules.allowExpected(this.directory.relativize(path));
		return expected ? new Entry(this.directory, path, path, null) : null;
	}

	/** Most files have nothing beside them, and this is the cheapest way to know. */
	@Override
	public @Nullable Entry beside(FileLocation.Entry file, String suffix) {
		return new File(file.path() + suffix).exists() ? find(FileLocation.beside(file.path(), suffix)) : null;
	}

	@Override
	public boolean isFile(Path path) {
		return Files.exists(path) && !Files.isDirectory(path);
	}

	@Override
	public boolean isFixed() {
		return false;
	}

	/** A link on the way must not lead outside either. */
	@Override
	public boolean withholds(Path path) {
		if (!path.startsWith(this.directory) || !this.rules.allow(this.directory.relativize(path))) {
			return true;
		}
		Path existing = path;
		Path parent = existing.getParent();
		while (parent != null && !existing.equals(this.directory)
				&& !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
			existing = parent;
			parent = existing.getParent();
		}
		return find(existing) == null;
	}

	private boolean isAllowed(Path root, Path asked, Path real) throws IOException {
		// Another spelling of the same name would get around rules for names.
		boolean spelled = real.equals(asked)
				|| asked.toRealPath(LinkOption.NOFOLLOW_LINKS).toString().equals(asked.toString());
		if (!spelled || !this.rules.allowFile(root, real)) {
			return false;
		}
		return switch (this.links) {
			case REFUSE -> real.equals(asked);
			case CONTAINED -> real.startsWith(root) && this.rules.allow(root.relativize(real));
			case FOLLOW -> this.rules.allow(real.startsWith(root) ? root.relativize(real) : real.getFileName());
		};
	}

	/** Neither devices nor pipes: opening one can block for ever. */
	static boolean isServed(BasicFileAttributes attributes) {
		return attributes.isRegularFile() || attributes.isDirectory();
	}

	@Override
	public FileReading read(FileLocation.Entry file, FileReading.Rules rules) throws IOException {
		return FileReading.of(file.path(), this.directories, rules, (after) -> open((Entry) file, after));
	}

	/**
	 * Opens a file, and looks at its name after that.
	 * @throws IOException if it is not what it was when it was found
	 */
	FileReading.Opened open(Entry file) throws IOException {
		return open(file, true);
	}

	/**
	 * Opens a file.
	 * @param after whether to look at it after that, and not only before
	 * @throws IOException if it is not what it was when it was found
	 */
	FileReading.Opened open(Entry file, boolean after) throws IOException {
		Path root = file.root();
		if (!file.real().startsWith(root)) {
			requireFollowing(file);
			return openDirectly(file.real(), after);
		}
		Path relative = root.relativize(file.real());
		try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
			if (top instanceof SecureDirectoryStream<Path> secure) {
				return open(secure, relative, after);
			}
		}
		return openDirectly(file.real(), after);
	}

	private void requireFollowing(Entry file) throws IOException {
		if (this.links != SymbolicLinks.FOLLOW) {
			throw new AccessDeniedException(file.path().toString());
		}
	}

	private static FileReading.Opened open(SecureDirectoryStream<Path> top, Path relative, boolean after)
			throws IOException {
		try (SecureDirectoryStream<Path> directory = enter(top, relative.getParent())) {
			return openIn(directory, relative.getFileName(), after);
		}
	}

	/**
	 * Goes down, and closes each directory once the next is open: a deep tree must not
	 * use up all descriptors.
	 */
	private static SecureDirectoryStream<Path> enter(SecureDirectoryStream<Path> top, @Nullable Path way)
			throws IOException {
		SecureDirectoryStream<Path> current = top;
		try {
			for (Path name : (way != null) ? way : NOTHING) {
				if (!name.equals(NOTHING)) {
					SecureDirectoryStream<Path> next = current.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
					current.close();
					current = next;
				}
			}
			return current;
		}
		catch (IOException | RuntimeException ex) {
			current.close();
			throw ex;
		}
	}

	private static FileReading.Opened openIn(SecureDirectoryStream<Path> directory, Path relative, boolean after)
			throws IOException {
		BasicFileAttributeView view = directory.getFileAttributeView(relative, BasicFileAttributeView.class,
				LinkOption.NOFOLLOW_LINKS);
		BasicFileAttributes before = requireRegular(view.readAttributes(), relative);
		SeekableByteChannel channel = open(relative, () -> directory.newByteChannel(relative, READ));
		try {
			if (channel instanceof FileChannel file) {
				return new FileReading.Opened(file, after ? view.readAttributes() : before);
			}
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
		channel.close();
		throw new IOException("The file system has no file channels: " + relative);
	}

	@FunctionalInterface
	private interface Opening<C> {

		C open() throws IOException;

	}

	private static <C> C open(Path path, Opening<C> opening) throws IOException {
		try {
			return opening.open();
		}
		catch (FileSystemException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// ELOOP, for which the JDK has no type: it is a link now, and was none
			// before.
			ReplacedException replaced = new ReplacedException(path.toString());
			replaced.initCause(ex);
			throw replaced;
		}
	}

	/** Without openat: the attributes are at least those of the name that is opened. */
	private static FileReading.Opened openDirectly(Path real, boolean after) throws IOException {
		BasicFileAttributes before = requireRegular(attributes(real), real);
		FileChannel channel = open(real, () -> FileChannel.open(real, READ));
		try {
			if (real.toRealPath().equals(real)) {
				return new FileReading.Opened(channel, after ? attributes(real) : before);
			}
		}
		catch (IOException | RuntimeException ex) {
			channel.close();
			throw ex;
		}
		channel.close();
		throw new ReplacedException(real.toString());
	}

	private static BasicFileAttributes attributes(Path real) throws IOException {
		return Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	/** It was one when it was found. */
	private static BasicFileAttributes requireRegular(BasicFileAttributes attributes, Path path) throws IOException {
		if (!attributes.isRegularFile()) {
			throw new ReplacedException(path.toString());
		}
		return attributes;
	}

	@Override
	public DirectoryContent list(FileLocation.Entry entry, DirectoryReader.Limits limits) throws IOException {
		Entry directory = (Entry) entry;
		Path root = directory.root();
		if (!directory.real().startsWith(root)) {
			requireFollowing(directory);
			return listDirectly(directory, limits);
		}
		try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
			if (top instanceof SecureDirectoryStream<Path> secure) {
				return list(secure, root.relativize(directory.real()), directory, limits);
			}
		}
		return listDirectly(directory, limits);
	}

	private DirectoryContent list(SecureDirectoryStream<Path> stream, Path relative, Entry directory,
			DirectoryReader.Limits limits) throws IOException {
		try (SecureDirectoryStream<Path> last = enter(stream, relative)) {
			return reader(directory, limits).read(last, (name) -> attributes(last, name));
		}
	}

	/** With permissions, where there are such. */
	private static BasicFileAttributes attributes(SecureDirectoryStream<Path> directory, Path name) throws IOException {
		BasicFileAttributeView view = directory.getFileAttributeView(name, PosixFileAttributeView.class,
				LinkOption.NOFOLLOW_LINKS);
		return (view != null) ? view.readAttributes()
				: directory.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
					.readAttributes();
	}

	private DirectoryContent listDirectly(Entry directory, DirectoryReader.Limits limits) throws IOException {
		try (DirectoryStream<Path> children = Files.newDirectoryStream(directory.real())) {
			return reader(directory, limits).read(children, (name) -> attributes(directory.real().resolve(name)));
		}
	}

	private DirectoryReader reader(Entry directory, DirectoryReader.Limits limits) {
		return new DirectoryReader(this, directory,
				this.rules.inside(name(directory.path()), directory.root(), directory.real()), limits);
	}

}
