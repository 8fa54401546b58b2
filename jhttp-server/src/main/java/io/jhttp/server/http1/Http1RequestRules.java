package io.jhttp.server.http1;

import io.jhttp.server.http.Authority;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.RequestRules;

/**
 * The rules that need the whole head: which form the target has and whether the method
 * allows it (RFC 9112, section 3.2), {@code Host}, framing (section 6), persistence
 * (section 9.3) and expectations (RFC 9110, section 10.1.1).
 */
final class Http1RequestRules {

	private Http1RequestRules() {
	}

	static void check(Http1RequestHead head) {
		checkTarget(head);
		checkHost(head);
		checkFraming(head);
		checkExpectation(head);
		head.persistent = isPersistent(head);
	}

	private static void checkTarget(Http1RequestHead head) {
		byte[] bytes = head.bytes;
		int start = head.targetStart();
		if (head.methodIs("CONNECT")) {
			throw RequestRules.connectRefused();
		}
		if (bytes[start] == '/') {
			return;
		}
		boolean asterisk = head.equalsIgnoreCase(head.targetStart(), head.targetEnd, "*");
		if (asterisk && head.methodIs("OPTIONS")) {
			return;
		}
		int authority = authorityStart(head);
		if (asterisk || authority < 0) {
			throw HttpProblem.badRequest("The request target is neither a path nor an http URL.");
		}
		int authorityEnd = authority;
		while (authorityEnd < head.pathEnd() && bytes[authorityEnd] != '/') {
			authorityEnd++;
		}
		if (!Authority.isValid(bytes, authority, authorityEnd)) {
			throw HttpProblem.badRequest("The host in the request target is malformed.");
		}
		head.pathStart = authorityEnd;
	}

	private static int authorityStart(Http1RequestHead head) {
		for (String scheme : new String[] { "http://", "https://" }) {
			int end = head.targetStart() + scheme.length();
			if (end <= head.pathEnd() && head.equalsIgnoreCase(head.targetStart(), end, scheme)) {
				return end;
			}
		}
		return -1;
	}

	private static void checkHost(Http1RequestHead head) {
		int host = head.indexOf("Host", 0);
		if (host < 0) {
			if (head.version == HttpVersion.HTTP_1_1) {
				throw HttpProblem.badRequest("The Host field is missing.");
			}
			return;
		}
		if (head.indexOf("Host", host + 1) >= 0) {
			throw HttpProblem.badRequest("There is more than one Host field.");
		}
		if (!Authority.isValid(head.bytes, head.valueStart(host), head.valueEnd(host))) {
			throw HttpProblem.badRequest("The Host field is malformed.");
		}
	}

	private static void checkFraming(Http1RequestHead head) {
		int length = head.indexOf("Content-Length", 0);
		int coding = head.indexOf("Transfer-Encoding", 0);
		if (coding >= 0) {
			checkTransferEncoding(head, coding, length);
			head.chunked = true;
		}
		else if (length >= 0) {
			if (head.indexOf("Content-Length", length + 1) >= 0) {
				throw HttpProblem.badRequest("There is more than one Content-Length field.");
			}
			head.contentLength = RequestRules.contentLength(head.bytes, head.valueStart(length), head.valueEnd(length));
		}
	}

	/**
	 * A message with two framings, or with a coding that the next server may read
	 * otherwise, is how requests are smuggled: none of it is repaired.
	 */
	private static void checkTransferEncoding(Http1RequestHead head, int coding, int length) {
		if (length >= 0) {
			throw HttpProblem.badRequest("Content-Length and Transfer-Encoding must not be combined.");
		}
		if (head.version == HttpVersion.HTTP_1_0) {
			throw HttpProblem.badRequest("HTTP/1.0 has no Transfer-Encoding.");
		}
		boolean once = head.indexOf("Transfer-Encoding", coding + 1) < 0;
		boolean chunked = head.equalsIgnoreCase(head.valueStart(coding), head.valueEnd(coding), "chunked");
		if (!once || !chunked) {
			throw new HttpProblem(501, "The only supported transfer coding is a single 'chunked'.");
		}
	}

	private static void checkExpectation(Http1RequestHead head) {
		int expect = head.indexOf("Expect", 0);
		if (expect < 0 || head.version != HttpVersion.HTTP_1_1) {
			// RFC 9110, section 10.1.1: an expectation of a 1.0 client is ignored.
			return;
		}
		boolean known = head.indexOf("Expect", expect + 1) < 0
				&& head.equalsIgnoreCase(head.valueStart(expect), head.valueEnd(expect), "100-continue");
		if (!known) {
			throw RequestRules.unknownExpectation();
		}
		head.expectsContinue = head.hasContent();
	}

	private static boolean isPersistent(Http1RequestHead head) {
		if (head.hasListMember("Connection", "close")) {
			return false;
		}
		return head.version == HttpVersion.HTTP_1_1 || head.hasListMember("Connection", "keep-alive");
	}

}
