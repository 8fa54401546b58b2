package io.jhttp.server.http1;

/**
 * What comes after an upgrade: no framing, and no end but that of the input.
 */
final class RawDecoder extends BodyDecoder {

	@Override
	int skipFraming(byte[] bytes, int from, int limit) {
		return from;
	}

	@Override
	long contentAhead() {
		return Long.MAX_VALUE;
	}

	@Override
	void consumed(long count) {
	}

	@Override
	boolean isComplete() {
		return false;
	}

	@Override
	boolean endsWithInput() {
		return true;
	}

}
