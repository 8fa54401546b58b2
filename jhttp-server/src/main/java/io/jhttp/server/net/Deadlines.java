package io.jhttp.server.net;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one kind in one event loop. All of them last equally long, so a list
 * in order of arrival is in order of expiry too: adding, removing and finding the next
 * cost nothing that grows.
 */
final class Deadlines {

	private final Kind kind;

	private final long nanos;

	private @Nullable Connection first;

	private @Nullable Connection last;

	Deadlines(Kind kind, Duration duration) {
		this.kind = kind;
		this.nanos = duration.toNanos();
	}

	/**
	 * What a connection can be late with.
	 */
	enum Kind {

		HEAD, IDLE, BODY, WRITE, LINGER,

		/** A worker waits for the client, and it is time to ask whether it still may. */
		WORKER,

		/** The connection is to be encrypted, and its handshake is not over. */
		HANDSHAKE

	}

	Kind kind() {
		return this.kind;
	}

	long nanos() {
		return this.nanos;
	}

	/** Starts the deadline of a connection, which has no other one then. */
	void start(Connection connection, long now) {
		Deadlines.cancel(connection);
		connection.deadline = now + this.nanos;
		connection.deadlines = this;
		connection.later = null;
		connection.sooner = this.last;
		if (this.last == null) {
			this.first = connection;
		}
		else {
			this.last.later = connection;
		}
		this.last = connection;
	}

	static void cancel(Connection connection) {
		Deadlines deadlines = connection.deadlines;
		if (deadlines != null) {
			deadlines.remove(connection);
		}
	}

	private void remove(Connection connection) {
		if (connection.sooner == null) {
			this.first = connection.later;
		}
		else {
			connection.sooner.later = connection.later;
		}
		if (connection.later == null) {
			this.last = connection.sooner;
		}
		else {
			connection.later.sooner = connection.sooner;
		}
		connection.sooner = null;
		connection.later = null;
		connection.deadlines = null;
	}

	/** Nanoseconds until the next deadline; negative if it has passed. */
	long untilNext(long now) {
		return (this.first != null) ? this.first.deadline - now : Long.MAX_VALUE;
	}

	/** The connection that has waited longest among those that are idle, or null. */
	@Nullable Connection longestIdle() {
		Connection candidate = this.first;
		while (candidate != null && !candidate.isIdle()) {
			candidate = candidate.later;
		}
		return candidate;
	}

	/** Takes a connection off the list whose deadline has passed, or returns null. */
	@Nullable Connection pollExpired(long now) {
		Connection connection = this.first;
		if (connection == null || connection.deadline - now > 0) {
			return null;
		}
		remove(connection);
		return connection;
	}

}
