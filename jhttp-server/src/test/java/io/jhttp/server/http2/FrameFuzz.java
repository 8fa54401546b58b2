package io.jhttp.server.http2;

/**
 * Frames mean the same however they arrive. Behind the first frame, which is SETTINGS,
 * stands the input.
 */
public final class FrameFuzz {

	private static final byte[] BEGIN = Http2Client.frame(FrameType.SETTINGS, 0, 0);

	private FrameFuzz() {
	}

	public static void fuzzerTestOneInput(byte[] bytes) {
		byte[] all = new byte[BEGIN.length + bytes.length];
		System.arraycopy(BEGIN, 0, all, 0, BEGIN.length);
		System.arraycopy(bytes, 0, all, BEGIN.length, bytes.length);
		String whole = ToldFrames.read(all, all.length);
		int[] each = new int[all.length];
		for (int i = 0; i < each.length; i++) {
			each[i] = i + 1;
		}
		String trickled = ToldFrames.read(all, each);
		String halves = ToldFrames.read(all, all.length / 2, all.length);
		if (!whole.equals(trickled) || !whole.equals(halves)) {
			throw new AssertionError(whole + " / " + trickled + " / " + halves);
		}
	}

}
