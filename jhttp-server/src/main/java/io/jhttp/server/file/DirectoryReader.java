package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what clients may see in one directory.
 */
final class DirectoryReader {

	private static final Logger logger = LoggerFactory.getLogger(DirectoryReader.class);

	private static final Set<PosixFilePermission> FILE_FOR_ALL = PosixFilePermissions.fromString("r--r--r--");

	private static final Set<PosixFilePermission> DIRECTORY_FOR_ALL = PosixFilePermissions.fromString("r-xr-xr-x");

	private final FileTree tree;

	private final FileTree.Entry directory;

	private final FileRules.Children rules;

	private final Limits limits;

	private final List<ListingEntry> entries = new ArrayList<>();

	private int unreachable;

	DirectoryReader(FileTree tree, FileTree.Entry directory, FileRules.Children rules, Limits limits) {
		this.tree = tree;
		this.directory = directory;
		this.rules = rules;
		this.limits = limits;
	}

	/**
	 * How much is read.
	 *
	 * @param maxEntries where the reading ends
	 * @param turn what a long directory has to wait for
	 */
	record Limits(int maxEntries, ListingTurns.Turn turn) {
	}

	/**
	 * Looks at what has a name in the directory, without following a link.
	 */
	@FunctionalInterface
	interface Attributes {

		BasicFileAttributes of(Path name) throws IOException;

	}

	DirectoryContent read(DirectoryStream<Path> names, Attributes attributes) throws IOException {
		try {
			for (Path path : names) {
				ListingEntry entry = visible(path.getFileName(), attributes);
				if (entry == null) {
					continue;
				}
				if (!isReachable(path.getFileName(), entry.name())) {
					this.unreachable++;
				}
				else if (this.entries.size() == this.limits.maxEntries()) {
					return new DirectoryContent(this.entries, this.unreachable, false);
				}
				else {
					this.entries.add(entry);
					this.limits.turn().require(this.entries.size());
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		return new DirectoryContent(this.entries, this.unreachable, true);
	}

	/** Null if clients may not see it, or the server cannot read it. */
	private @Nullable ListingEntry visible(Path name, Attributes attributesOf) {
		try {
			BasicFileAttributes attributes = attributesOf.of(name);
			if (attributes.isSymbolicLink()) {
				FileTree.Entry target = this.tree.find(this.directory.path().resolve(name));
				BasicFileAttributes found = (target != null) ? target.attributes() : null;
				if (target == null || found == null) {
					return null;
				}
				requireReadable(found, target::real);
				return entry(name, found, true);
			}
			if (!FileTree.isServed(attributes) || !this.rules.allow(name)) {
				return null;
			}
			requireReadable(attributes, () -> this.directory.real().resolve(name));
			return entry(name, attributes, false);
		}
		catch (IOException ex) {
			// Unreadable, or removed since its name was read.
			logger.debug("An entry is not listed: {}", ex.getMessage());
			return null;
		}
	}

	private static ListingEntry entry(Path name, BasicFileAttributes attributes, boolean link) {
		return new ListingEntry(name.toString(), attributes.isDirectory(), link, attributes.size(),
				attributes.lastModifiedTime().to(TimeUnit.SECONDS));
	}

	/**
	 * A directory is readable if its names are, and what they lead to. The system is
	 * asked only about what not all users may read: it takes as long as to read the
	 * attributes.
	 */
	private static void requireReadable(BasicFileAttributes attributes, Supplier<Path> path) throws IOException {
		boolean directory = attributes.isDirectory();
		if (attributes instanceof PosixFileAttributes posix
				&& posix.permissions().containsAll(directory ? DIRECTORY_FOR_ALL : FILE_FOR_ALL)) {
			return;
		}
		Path real = path.get();
		AccessMode[] modes = directory ? new AccessMode[] { AccessMode.READ, AccessMode.EXECUTE }
				: new AccessMode[] { AccessMode.READ };
		real.getFileSystem().provider().checkAccess(real, modes);
	}

	/** No URL leads to a name that is not UTF-8, or that has a backslash. */
	private static boolean isReachable(Path name, String text) {
		boolean ascii = true;
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) == '\\') {
				return false;
			}
			ascii &= text.charAt(i) < 0x80;
		}
		// A byte that is no character has become another one.
		return ascii || isReadAsWritten(name, text);
	}

	private static boolean isReadAsWritten(Path name, String text) {
		try {
			return name.getFileSystem().getPath(text).equals(name);
		}
		catch (InvalidPathException ex) {
			// The name is beyond the character set that the JVM was started with.
			return false;
		}
	}

}
