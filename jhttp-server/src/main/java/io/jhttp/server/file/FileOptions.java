package io.jhttp.server.file;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How files are served; see {@link FileHandlerBuilder} for each of them.
 *
 * @param point below which path of URLs the files are
 * @param mounts what else is served there
 * @param indexPages names of files that stand for their directory
 * @param listing whether directories without an index page are listed
 * @param listingPageSize how many entries a page of a listing has at most
 * @param listingMaxEntries how many entries of a directory are listed at most
 * @param mediaTypes types by extension
 * @param headers fields of every response
 * @param fallback what stands for pages that are made in the browser; null for nothing
 * @param errorPages paths of pages by status code
 * @param sidecars whether files beside a file are its encoded forms
 * @param compression whether files are compressed
 * @param compressionThreshold from which size, in bytes
 * @param reading how files are read
 */
record FileOptions(MountPoint point, MountTable mounts, List<String> indexPages, boolean listing, int listingPageSize,
		int listingMaxEntries, MediaTypes mediaTypes, Map<String, String> headers, @Nullable Fallback fallback,
		Map<Integer, String> errorPages, boolean sidecars, boolean compression, int compressionThreshold,
		FileReading.Rules reading) {

	/** What is larger takes longer to compress than most people wait. */
	private static final long MAX_COMPRESSED = 10L * 1024 * 1024;

	boolean isCompressed(String mediaType, long length) {
		return this.compression && length >= this.compressionThreshold && length <= MAX_COMPRESSED
				&& MediaTypes.isCompressible(mediaType);
	}

	/** Whether a file of this type can have other forms, now or later. */
	boolean isVaried(String mediaType) {
		return (this.compression || this.sidecars) && MediaTypes.isCompressible(mediaType);
	}

}
