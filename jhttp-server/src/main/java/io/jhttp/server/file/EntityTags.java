package io.jhttp.server.file;

/**
 * What the entity tags of files are made of (RFC 9110, section 8.8.3).
 */
public enum EntityTags {

	/**
	 * Content, if the file is read into memory anyway, and else size, modification time
	 * and change time. The latter are weak while the file may be changing, and where the
	 * file system knows no change time. Instances that have the same small files give
	 * them the same tags, and tags of their own to large ones.
	 */
	AUTO,

	/**
	 * Content, up to 64 MiB, so that instances agree. Each version is read once more than
	 * it is sent. Larger files, and those that may be changing, have the tags of
	 * {@link #AUTO}.
	 */
	CONTENT,

	/**
	 * Size and modification time of files of any size. Instances agree that keep the
	 * dates of files. As content can change without them, these tags are weak: no part of
	 * a file can be asked for by them. Where the date is one that tools give to all
	 * files, there is no tag.
	 */
	DATE,

	/** There are none. */
	OFF

}
