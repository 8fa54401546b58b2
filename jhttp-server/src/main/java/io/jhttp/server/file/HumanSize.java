package io.jhttp.server.file;

/**
 * Sizes as people read them: bytes below 1 KiB, one digit after the point above.
 */
final class HumanSize {

	private static final String UNITS = "KMGTPE";

	private HumanSize() {
	}

	/**
	 * In whole numbers: every row of a long listing needs one, and formatting is slow.
	 */
	static String of(long bytes) {
		if (bytes < 1024) {
			return bytes + " B";
		}
		int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
		// As 1,024ths of the unit, which leaves room for the digit after the point.
		long tenths = ((bytes >> 10 * (unit - 1)) * 10 + 512) >> 10;
		if (tenths >= 10240 && unit < UNITS.length()) {
			tenths = 10;
			unit++;
		}
		return tenths / 10 + "." + tenths % 10 + " " + UNITS.charAt(unit - 1) + "iB";
	}

}
