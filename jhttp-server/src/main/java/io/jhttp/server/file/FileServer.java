package io.jhttp.server.file;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a {@link FileHandler} serves files with.
 *
 * @param tree finds files
 * @param lookup finds what a path leads to
 * @param known answers with files that have been read
 * @param loader reads files
 * @param listings shows directories
 * @param errors says what is wrong
 * @param search answers with what has to be looked for first
 * @param options how files are served
 * @param hits requests that were answered with what was known
 * @param misses all others
 */
record FileServer(FileTree tree, FileLookup lookup, KnownFiles known, FileLoader loader, Listings listings,
		FileErrors errors, FileSearch search, FileOptions options, LongAdder hits, LongAdder misses) {

	static FileServer of(FileHandlerBuilder description) {
		FileTree tree = new FileTree(description.directory(), description.symbolicLinks(), description.rules());
		FileOptions options = description.options();
		FileLoader loader = new FileLoader(tree, description.representationHeaders(), options);
		FileErrors errors = new FileErrors(tree, loader, options);
		KnownFiles known = description.knownFiles(errors);
		FileLookup lookup = new FileLookup(tree, known.cache(), options);
		Listings listings = new Listings(tree, options);
		FileSearch search = new FileSearch(tree, lookup, loader, known, listings, errors, options);
		return new FileServer(tree, lookup, known, loader, listings, errors, search, options, new LongAdder(),
				new LongAdder());
	}

}
