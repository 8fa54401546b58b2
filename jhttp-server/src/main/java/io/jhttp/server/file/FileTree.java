package io.jhttp.server.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A directory and all below it, and nothing else: a name leads to a file only if the file
 * really is inside, with every symbolic link followed.
 */
final class FileTree {

	private final Path root;

	private final FileRules rules = new FileRules();

	/**
	 * Opens a tree.
	 * @throws NotDirectoryException if the path is something else
	 * @throws IOException if it does not exist or cannot be read
	 */
	FileTree(Path directory) throws IOException {
		this.root = directory.toRealPath();
		if (!Files.isDirectory(this.root)) {
			throw new NotDirectoryException(directory.toString());
		}
		if (!Files.isReadable(this.root)) {
			throw new AccessDeniedException(directory.toString());
		}
	}

	Path root() {
		return this.root;
	}

	/**
	 * A file or directory of the tree.
	 *
	 * @param path its real path
	 * @param attributes what it was when it was found
	 */
	record Entry(Path path, BasicFileAttributes attributes) {

		boolean isDirectory() {
			return this.attributes.isDirectory();
		}

	}

	/**
	 * Finds what the names lead to.
	 * @param names from the root down
	 * @return a regular file or directory inside the tree, or null if there is none that
	 * clients may see
	 */
	@Nullable Entry find(List<String> names) {
		Path path = this.root;
		for (String name : names) {
			try {
				path = path.resolve(name);
			}
			catch (InvalidPathException ex) {
				return null;
			}
		}
		return entry(path);
	}

	/** A child of a directory of this tree, or null if clients may not see it. */
	@Nullable Entry child(Path child) {
		return entry(child);
	}

	/**
	 * What is in a directory, as far as clients may see it and a URL leads to it: to a
	 * name that is not UTF-8, or that has a backslash, none does.
	 * @throws IOException if the directory cannot be read
	 */
	List<ListingEntry> list(Entry directory) throws IOException {
		List<ListingEntry> entries = new ArrayList<>();
		try (DirectoryStream<Path> children = Files.newDirectoryStream(directory.path())) {
			for (Path child : children) {
				String name = child.getFileName().toString();
				Entry entry = entry(child);
				if (entry != null && name.indexOf('\\') < 0 && directory.path().resolve(name).equals(child)) {
					entries.add(new ListingEntry(name, entry.isDirectory(), Files.isSymbolicLink(child),
							entry.attributes().size(), entry.attributes().lastModifiedTime().toInstant()));
				}
			}
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
		return entries;
	}

	/** By no name on the way, neither the one asked for nor the real one. */
	private boolean isPublic(Path path) {
		for (int i = this.root.getNameCount(); i < path.getNameCount(); i++) {
			if (!this.rules.isPublicName(path.getName(i).toString())) {
				return false;
			}
		}
		return true;
	}

	private @Nullable Entry entry(Path path) {
		try {
			Path real = path.toRealPath();
			if (!isPublic(path) || !real.startsWith(this.root) || !isPublic(real) || !this.rules.isPublicFile(real)) {
				return null;
			}
			BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			// Neither devices nor pipes: opening one can block for ever.
			return (attributes.isRegularFile() || attributes.isDirectory()) ? new Entry(real, attributes) : null;
		}
		catch (IOException ex) {
			// Missing, unreadable, or a file where a directory is needed: not to be
			// found.
			return null;
		}
	}

}
