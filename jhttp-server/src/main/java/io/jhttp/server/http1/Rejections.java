package io.jhttp.server.http1;

import java.io.IOException;

import io.jhttp.server.exchange.OutcomeReport;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.net.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for requests that no handler answers. The connection ends with each of them:
 * the server does not know where the next request begins.
 */
final class Rejections {

	private static final Logger logger = LoggerFactory.getLogger(Rejections.class);

	private final Connection connection;

	private final LoopSide side;

	private final Http1Context context;

	private final UnreportedResponses unreported;

	Rejections(Connection connection, LoopSide side, UnreportedResponses unreported) {
		this.connection = connection;
		this.side = side;
		this.context = side.context();
		this.unreported = unreported;
	}

	/** Answers what is no request that a handler could be given. */
	void reject(HttpProblem problem, Rejection rejection, boolean headOnly) throws IOException {
		logger.debug("Refused a request with {}: {}", problem.status(), problem.detail());
		if (this.context.handler().isListening()) {
			long length = this.context.errorResponses().contentLength(problem, headOnly);
			OutcomeReport report = new OutcomeReport(this.connection.loop().turnBegan(),
					(outcome) -> this.context.handler()
						.onRejected(rejection.request(this.side, problem.status(), length), outcome));
			this.unreported.add((unsent, failure) -> this.side.tell(report, unsent, failure, false));
		}
		write(problem, headOnly);
	}

	/** Answers in place of a handler that has had no thread to run on. */
	void reject(HttpProblem problem, Http1Stream stream) throws IOException {
		boolean headOnly = stream.head().methodIs("HEAD");
		stream.outcomeReport()
			.rejected(problem.status(), this.context.errorResponses().contentLength(problem, headOnly));
		write(problem, headOnly);
	}

	private void write(HttpProblem problem, boolean headOnly) throws IOException {
		this.connection.counters().requestRefused();
		this.connection.openOutput();
		this.context.errorResponses().write(problem, headOnly);
		this.connection.loop().output().flush();
	}

}
