package io.jhttp.server.net;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What several counters have counted together.
 */
final class TotalCounters implements Counters {

	private final List<? extends Counters> parts;

	TotalCounters(List<? extends Counters> parts) {
		this.parts = List.copyOf(parts);
	}

	private long sum(ToLongFunction<Counters> counted) {
		long sum = 0;
		for (Counters part : this.parts) {
			sum += counted.applyAsLong(part);
		}
		return sum;
	}

	@Override
	public int openConnections() {
		return (int) sum(Counters::openConnections);
	}

	@Override
	public long activeRequests() {
		return sum(Counters::activeRequests);
	}

	@Override
	public int queuedRequests() {
		return (int) sum(Counters::queuedRequests);
	}

	@Override
	public long acceptedConnections() {
		return sum(Counters::acceptedConnections);
	}

	@Override
	public long requests() {
		return sum(Counters::requests);
	}

	@Override
	public long refusedRequests() {
		return sum(Counters::refusedRequests);
	}

	@Override
	public long shed(ShedReason reason) {
		return sum((part) -> part.shed(reason));
	}

	@Override
	public long openStreams() {
		return sum(Counters::openStreams);
	}

	@Override
	public long streams() {
		return sum(Counters::streams);
	}

	@Override
	public long resetStreams(StreamReset reason) {
		return sum((part) -> part.resetStreams(reason));
	}

}
