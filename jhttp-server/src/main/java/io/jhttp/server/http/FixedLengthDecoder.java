package io.jhttp.server.http;

/**
 * Content whose length was declared (RFC 9112, section 6.2).
 */
final class FixedLengthDecoder extends BodyDecoder {

	private long remaining;

	FixedLengthDecoder(long length) {
		this.remaining = length;
	}

	@Override
	public int skipFraming(byte[] octets, int from, int limit) {
		return from;
	}

	@Override
	public long contentAhead() {
		return this.remaining;
	}

	@Override
	public void consumed(long count) {
		this.remaining -= count;
	}

	@Override
	public boolean isFinished() {
		return this.remaining == 0;
	}

}
