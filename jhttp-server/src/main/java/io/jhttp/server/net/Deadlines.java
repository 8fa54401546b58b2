package io.jhttp.server.net;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one kind in one event loop. All of them last equally long, so a list
 * in order of arrival is in order of expiry too: adding, removing and finding the next
 * cost nothing that grows.
 */
final class Deadlines {

	private final DeadlineKind kind;

	private final long nanos;

	private @Nullable LoopMember first;

	private @Nullable LoopMember last;

	Deadlines(DeadlineKind kind, Duration duration) {
		this.kind = kind;
		this.nanos = duration.toNanos();
	}

	DeadlineKind kind() {
		return this.kind;
	}

	long nanos() {
		return this.nanos;
	}

	/** Starts the deadline of a connection, which has no other one then. */
	void start(LoopMember member, long now) {
		Deadlines.cancel(member);
		member.deadline = now + this.nanos;
		member.deadlines = this;
		member.later = null;
		member.sooner = this.last;
		if (this.last == null) {
			this.first = member;
		}
		else {
			this.last.later = member;
		}
		this.last = member;
	}

	static void cancel(LoopMember member) {
		Deadlines deadlines = member.deadlines;
		if (deadlines != null) {
			deadlines.remove(member);
		}
	}

	private void remove(LoopMember member) {
		if (member.sooner == null) {
			this.first = member.later;
		}
		else {
			member.sooner.later = member.later;
		}
		if (member.later == null) {
			this.last = member.sooner;
		}
		else {
			member.later.sooner = member.sooner;
		}
		member.sooner = null;
		member.later = null;
		member.deadlines = null;
	}

	/** Nanoseconds until the next deadline; negative if it has passed. */
	long untilNext(long now) {
		return (this.first != null) ? this.first.deadline - now : Long.MAX_VALUE;
	}

	/** The connection that has waited longest among those that are idle, or null. */
	@Nullable LoopMember longestIdle() {
		LoopMember candidate = this.first;
		while (candidate != null && !candidate.isIdle()) {
			candidate = candidate.later;
		}
		return candidate;
	}

	/** Takes a connection off the list whose deadline has passed, or returns null. */
	@Nullable LoopMember pollExpired(long now) {
		LoopMember member = this.first;
		if (member == null || member.deadline - now > 0) {
			return null;
		}
		remove(member);
		return member;
	}

}
