package io.jhttp.server.http1;

import java.io.IOException;

import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.ErrorPages;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.LoopOutput;

/**
 * The responses to what never becomes an exchange: malformed heads, requests that come
 * too late or find no worker. They always end the connection.
 */
final class ErrorResponses {

	private final Http1Options options;

	private final EventLoop loop;

	private final ResponseHeadEncoder encoder;

	private final ErrorPages pages = new ErrorPages();

	ErrorResponses(Http1Options options, EventLoop loop, ResponseHeadEncoder encoder) {
		this.options = options;
		this.loop = loop;
		this.encoder = encoder;
	}

	/** How much content the response has. */
	long contentLength(HttpProblem problem, boolean headOnly) {
		return headOnly ? 0 : this.pages.page(problem).length;
	}

	void write(HttpProblem problem, boolean headOnly) throws IOException {
		byte[] page = this.pages.page(problem);
		ResponseHead head = new ResponseHead();
		head.version(this.options.version());
		head.status(problem.status(), null);
		head.add("Content-Type", ErrorPage.CONTENT_TYPE);
		if (problem.status() == 503) {
			head.add("Retry-After", "1");
		}
		int length = this.encoder.encode(head, this.options.serverLine(), this.loop.dateLine(), page.length,
				ResponseHeadEncoder.Framing.LENGTH, ResponseHeadEncoder.Persistence.CLOSE);
		LoopOutput output = this.loop.output();
		output.writeAll(this.encoder.encoded(), length);
		if (!headOnly) {
			output.writeShared(page, 0, page.length);
		}
	}

}
