package io.jhttp.server.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The content of a listing, made as it is read.
 */
final class ListingContent extends InputStream {

	/** What a browser lays out at once; the style sheet knows it too. */
	static final int ENTRIES_IN_PIECE = 100;

	private final ListingText text;

	private final int entries;

	private final ListingTurns.Turn turn;

	private final StringBuilder piece = new StringBuilder(16 * 1024);

	private final ByteArrayOutputStream made = new ByteArrayOutputStream(16 * 1024);

	private final OutputStream encoder;

	private byte[] bytes = {};

	private int position;

	/**
	 * Which entry is next; -1 before the first piece, more than there are after the last.
	 */
	private int next = -1;

	/**
	 * Creates a content.
	 * @param entries how many entries the page has
	 * @param compressed whether it is sent in the gzip coding
	 * @param turn closed with the content
	 */
	ListingContent(ListingText text, int entries, boolean compressed, ListingTurns.Turn turn) throws IOException {
		this.text = text;
		this.entries = entries;
		this.turn = turn;
		this.encoder = compressed ? new FastGzip(this.made) : this.made;
	}

	/** Paid for each request. */
	private static final class FastGzip extends GZIPOutputStream {

		FastGzip(OutputStream output) throws IOException {
			super(output);
			this.def.setLevel(Deflater.BEST_SPEED);
		}

	}

	/** All of it at once. */
	static byte[] bytes(ListingText text, int entries) {
		StringBuilder all = new StringBuilder();
		text.appendStart(all);
		for (int from = 0; from < entries; from += ENTRIES_IN_PIECE) {
			text.appendEntries(all, from, Math.min(entries, from + ENTRIES_IN_PIECE));
		}
		text.appendEnd(all);
		return all.toString().getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public int read() throws IOException {
		return make() ? this.bytes[this.position++] & 0xff : -1;
	}

	@Override
	public int read(byte[] target, int from, int most) throws IOException {
		Objects.checkFromIndexSize(from, most, target.length);
		if (most == 0) {
			return 0;
		}
		if (!make()) {
			return -1;
		}
		int count = Math.min(most, this.bytes.length - this.position);
		System.arraycopy(this.bytes, this.position, target, from, count);
		this.position += count;
		return count;
	}

	@Override
	public long transferTo(OutputStream output) throws IOException {
		long sum = 0;
		while (make()) {
			int count = this.bytes.length - this.position;
			output.write(this.bytes, this.position, count);
			this.position += count;
			sum += count;
		}
		return sum;
	}

	/** Makes more where all was read; false at the end. */
	private boolean make() throws IOException {
		while (this.position == this.bytes.length) {
			if (this.next > this.entries) {
				return false;
			}
			makePiece();
			this.bytes = this.made.toByteArray();
			this.made.reset();
			this.position = 0;
		}
		return true;
	}

	private void makePiece() throws IOException {
		this.piece.setLength(0);
		if (this.next < 0) {
			this.text.appendStart(this.piece);
			this.next = 0;
		}
		else if (this.next < this.entries) {
			int to = Math.min(this.entries, this.next + ENTRIES_IN_PIECE);
			this.text.appendEntries(this.piece, this.next, to);
			this.next = to;
		}
		else {
			this.text.appendEnd(this.piece);
			this.next = this.entries + 1;
		}
		this.encoder.write(this.piece.toString().getBytes(StandardCharsets.UTF_8));
		if (this.next > this.entries) {
			this.encoder.close();
		}
	}

	@Override
	public void close() {
		this.next = this.entries + 1;
		this.position = this.bytes.length;
		this.turn.close();
		try {
			// Its memory is not on the heap: no garbage collection would see it in time.
			this.encoder.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to memory does not fail", ex);
		}
	}

}
