package io.jhttp.server.file;

import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link FileHandler} serves files with.
 *
 * @param location where the files are
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
record FileServer(FileLocation location, FileLookup lookup, KnownFiles known, FileLoader loader, Listings listings,
		FileErrors errors, FileSearch search, FileOptions options, LongAdder hits, LongAdder misses) {

	/** Where a path of a URL leads, or null if no file can have such a name. */
	@Nullable Path path(UrlPath url) {
		UrlPath below = url.below(this.options.point().names());
		return (below != null) ? this.location.path(below.names()) : null;
	}

	static FileServer of(FileHandlerBuilder description) {
		FileLocation location = description.location();
		FileOptions options = description.options();
		FileLoader loader = new FileLoader(location, description.representationHeaders(), options);
		FileErrors errors = new FileErrors(location, loader, options);
		KnownFiles known = description.knownFiles(errors);
		FileLookup lookup = new FileLookup(location, known.cache(), options);
		Listings listings = new Listings(location, options);
		FileSearch search = new FileSearch(location, lookup, loader, known, listings, errors, options);
		return new FileServer(location, lookup, known, loader, listings, errors, search, options, new LongAdder(),
				new LongAdder());
	}

}
