package io.jhttp.server.net;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.ResponseHead;

/**
 * The answer to what never becomes an exchange: malformed heads, requests that come too
 * late or find no worker. It always ends the connection.
 */
final class Refusal {

	/** There are fewer problems than that; none of them quotes a client. */
	private static final int MOST_PAGES = 100;

	private final byte[] serverLine;

	private final DateLine dateLine;

	private final ResponseHead head = new ResponseHead();

	private final Map<String, byte[]> pages = new HashMap<>();

	Refusal(HttpVersion version, byte[] serverLine, DateLine dateLine) {
		this.head.version(version);
		this.serverLine = serverLine;
		this.dateLine = dateLine;
	}

	/** Writes the answer, and returns how many octets of content it has. */
	long write(HttpProblem problem, boolean headOnly, ResponseOutput output) throws IOException {
		byte[] page = page(problem);
		this.head.clear();
		this.head.status(problem.status(), null);
		this.head.add("Content-Type", ErrorPage.CONTENT_TYPE);
		if (problem.status() == 503) {
			this.head.add("Retry-After", "1");
		}
		int length = this.head.encode(this.serverLine, this.dateLine.octets(), page.length, ResponseHead.Framing.LENGTH,
				ResponseHead.Persistence.CLOSE);
		output.write(this.head.encoded(), 0, length);
		if (!headOnly) {
			output.writeShared(page, 0, page.length);
		}
		return headOnly ? 0 : page.length;
	}

	/** An attack refuses thousands at once: their page is rendered once. */
	private byte[] page(HttpProblem problem) {
		String key = problem.status() + problem.detail();
		byte[] page = this.pages.get(key);
		if (page == null) {
			page = ErrorPage.render(problem.status(), problem.detail());
			if (this.pages.size() < MOST_PAGES) {
				this.pages.put(key, page);
			}
		}
		return page;
	}

}
