package io.jhttp.server.http2;

/**
 * How urgent a response is (RFC 9218, section 4).
 *
 * @param urgency 0, the most urgent, to 7
 * @param incremental whether the client can use a part of it, so that others of the same
 * urgency have their turn in between
 */
record Priority(int urgency, boolean incremental) {

	static final int LEVELS = 8;

	static final Priority DEFAULT = new Priority(3, false);

	/**
	 * Reads the value of a field: a dictionary of RFC 8941. What is not understood is
	 * ignored, as RFC 9218 wants it.
	 */
	static Priority of(String value) {
		int urgency = DEFAULT.urgency();
		boolean incremental = false;
		for (String member : value.split(",", 16)) {
			String text = member.strip();
			if (text.length() == 3 && text.startsWith("u=") && text.charAt(2) >= '0' && text.charAt(2) < '0' + LEVELS) {
				urgency = text.charAt(2) - '0';
			}
			else if (text.equals("i") || text.equals("i=?1")) {
				incremental = true;
			}
			else if (text.equals("i=?0")) {
				incremental = false;
			}
		}
		return new Priority(urgency, incremental);
	}

}
