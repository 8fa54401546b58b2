package io.jhttp.spring.boot.webflux.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses content piece by piece. It has memory outside of the heap until it is
 * closed.
 */
final class GzipEncoder implements AutoCloseable {

	private final ByteArrayOutputStream encoded = new ByteArrayOutputStream();

	private final Gzip gzip;

	GzipEncoder() {
		try {
			this.gzip = new Gzip(this.encoded);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Compresses a piece.
	 * @param flush whether all of it comes back, in place of what is better held back
	 * @return perhaps nothing
	 */
	synchronized byte[] encode(byte[] piece, boolean flush) throws IOException {
		this.gzip.write(piece);
		if (flush) {
			this.gzip.flush();
		}
		return take();
	}

	synchronized byte[] end() throws IOException {
		this.gzip.finish();
		return take();
	}

	private byte[] take() {
		byte[] taken = this.encoded.toByteArray();
		this.encoded.reset();
		return taken;
	}

	/** Called by whichever thread learns of the end, perhaps more than once. */
	@Override
	public synchronized void close() {
		this.gzip.deflater().end();
	}

	private static final class Gzip extends GZIPOutputStream {

		Gzip(ByteArrayOutputStream target) throws IOException {
			super(target, true);
		}

		Deflater deflater() {
			return this.def;
		}

	}

}
