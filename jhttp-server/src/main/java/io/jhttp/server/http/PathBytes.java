package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of a path, as the key of a map. That of a request is a view of its head.
 */
public final class PathBytes {

	private static final byte[] NONE = {};

	private byte[] bytes;

	private int from;

	private int length;

	private int hash;

	private boolean escaped;

	private PathBytes() {
		this.bytes = NONE;
	}

	/**
	 * A key of its own.
	 * @param path a decoded path
	 * @return the path in UTF-8
	 */
	public static PathBytes of(String path) {
		PathBytes key = new PathBytes();
		byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
		key.view(bytes, 0, bytes.length);
		return key;
	}

	/**
	 * A key that is a part of an array.
	 * @param bytes an array that does not change any more
	 * @param from the first byte
	 * @param length number of bytes
	 * @return a view of them
	 */
	public static PathBytes of(byte[] bytes, int from, int length) {
		PathBytes key = new PathBytes();
		key.view(bytes, from, length);
		return key;
	}

	private void view(byte[] bytes, int from, int length) {
		this.bytes = bytes;
		this.from = from;
		this.length = length;
		int hash = 0;
		boolean escaped = false;
		for (int i = from; i < from + length; i++) {
			hash = 31 * hash + bytes[i];
			escaped |= bytes[i] == '%';
		}
		this.hash = hash;
		this.escaped = escaped;
	}

	/**
	 * How many bytes there are.
	 * @return 1 or more for the path of a request
	 */
	public int length() {
		return this.length;
	}

	/**
	 * Whether there is a percent sign: what was received is not what is meant.
	 * @return false if these bytes are the decoded path as well
	 */
	public boolean isEscaped() {
		return this.escaped;
	}

	/**
	 * Whether these bytes begin with others.
	 * @param prefix the others
	 * @return true if there are at least as many, and the first ones are the same
	 */
	public boolean startsWith(PathBytes prefix) {
		return this.length >= prefix.length && Arrays.equals(this.bytes, this.from, this.from + prefix.length,
				prefix.bytes, prefix.from, prefix.from + prefix.length);
	}

	/**
	 * Whether the path is a directory, or lies below it.
	 * @param directory a path without slash at its end; empty for that of all
	 * @return true if it is
	 */
	public boolean isBelow(PathBytes directory) {
		return startsWith(directory)
				&& (this.length == directory.length || this.bytes[this.from + directory.length] == '/');
	}

	/**
	 * Whether there is one spelling only: it begins with a slash, nothing is escaped, and
	 * neither two slashes nor dots can be left out.
	 * @return false if there may be others
	 */
	public boolean isPlain() {
		boolean plain = !this.escaped && this.length > 0 && this.bytes[this.from] == '/';
		for (int i = this.from + 1; plain && i < this.from + this.length; i++) {
			plain = this.bytes[i - 1] != '/' || (this.bytes[i] != '/' && this.bytes[i] != '.');
		}
		return plain;
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof PathBytes path && this.hash == path.hash && Arrays.equals(this.bytes, this.from,
				this.from + this.length, path.bytes, path.from, path.from + path.length);
	}

	@Override
	public String toString() {
		return new String(this.bytes, this.from, this.length, StandardCharsets.UTF_8);
	}

}
