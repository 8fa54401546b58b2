package io.jhttp.server.http1;

/**
 * Content whose length was declared (RFC 9112, section 6.2).
 */
final class FixedLengthDecoder extends BodyDecoder {

	private long remaining;

	FixedLengthDecoder(long length) {
		this.remaining = length;
	}

	@Override
	int skipFraming(byte[] bytes, int from, int limit) {
		return from;
	}

	@Override
	long contentAhead() {
		return this.remaining;
	}

	@Override
	void consumed(long count) {
		this.remaining -= count;
	}

	@Override
	boolean isComplete() {
		return this.remaining == 0;
	}

}
