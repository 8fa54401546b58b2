package io.jhttp.server.http1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

import io.jhttp.server.exchange.StepQueue;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.RequestRules;
import io.jhttp.server.net.Connection;
import io.jhttp.server.net.DeadlineKind;
import io.jhttp.server.net.EventLoop;
import io.jhttp.server.net.LoopOutput;
import io.jhttp.server.net.Patience;
import io.jhttp.server.net.ReceivedBytes;
import io.jhttp.server.net.ShedReason;
import org.jspecify.annotations.Nullable;

/**
 * The place for the suspended stream of a connection, if there is one, and for what it
 * waits for. All of it happens on the loop.
 */
final class SuspensionSlot {

	/**
	 * Is told, on the loop, how a suspension ends.
	 */
	interface SuspensionListener {

		/** The response is complete or aborted. */
		void onCompleted(Http1Stream stream);

		/** A worker goes on. */
		void onResumed(Http1Stream stream);

	}

	/** Content that is not read may be this long before the client has to wait. */
	private static final int MAX_UNREAD = 16 * 1024;

	private final LoopSide side;

	private final SuspensionListener listener;

	private @Nullable SuspendedStream current;

	/** What the stream waits for; each is told once. */
	private @Nullable Runnable readableTask;

	private @Nullable Runnable writableTask;

	SuspensionSlot(LoopSide side, SuspensionListener listener) {
		this.side = side;
		this.listener = listener;
	}

	private Connection connection() {
		return this.side.connection();
	}

	void begin(SuspendedStream suspended) {
		this.current = suspended;
		tellOfStop();
	}

	boolean isActive() {
		return this.current != null;
	}

	boolean isCurrent(SuspendedStream candidate) {
		return this.current == candidate;
	}

	boolean hasPendingOutput() {
		return connection().hasPendingOutput();
	}

	/** Directs the output of the loop to this connection. */
	LoopOutput openOutput() {
		return connection().openOutput();
	}

	/** Nothing is to be written: there is, or there will be, another step. */
	void proceed() {
		connection().cancelDeadline();
		watchInput();
		if (!connection().isOpen()) {
			return;
		}
		tellWritable();
		takeTurn();
	}

	/**
	 * Some steps were taken, and the stream is still suspended.
	 * @param wasFull whether output was pending before: its deadline runs on
	 * @param left steps for which there is time only when other connections have had
	 * their turn
	 */
	void afterSteps(boolean wasFull, StepQueue left) {
		boolean isFull = hasPendingOutput();
		if (!isFull) {
			watchInput();
		}
		else if (!wasFull) {
			connection().awaitWriting();
		}
		if (left.hasNext(isFull)) {
			connection().expectTurn();
		}
	}

	/** The turn of steps that are left. */
	void takeTurn() {
		if (this.current != null) {
			this.current.take();
		}
	}

	/** Looks for content that is waited for, and for the end of a client that waits. */
	private void watchInput() {
		SuspendedStream suspended = this.current;
		if (suspended == null || !mayReadAhead()) {
			return;
		}
		if (!this.side.isInputAtEnd()) {
			connection().addInterest(SelectionKey.OP_READ);
			RequestBody body = suspended.stream().body();
			if (isReading() && body != null && body.isTimed()) {
				connection().continueDeadline(DeadlineKind.BODY);
			}
		}
		else if (!suspended.stream().isUpgraded()) {
			// No selector tells it: the notice came with the request.
			connection().close();
		}
	}

	/**
	 * Whether the end of the client can be looked for: it is behind all that has come, of
	 * which nothing is another request, that would still be answered.
	 */
	private boolean mayReadAhead() {
		int unread = connection().received().remaining();
		RequestBody body = body();
		return unread == 0
				|| (unread < MAX_UNREAD && body != null && body.isTimed() && unread <= body.decoder().contentAhead());
	}

	/** Whether content is waited for. */
	boolean isReading() {
		return this.readableTask != null;
	}

	void end(Http1Stream stream) {
		this.current = null;
		this.listener.onCompleted(stream);
	}

	void resume(Http1Stream stream) {
		this.current = null;
		stream.leaveLoop(false);
		this.listener.onResumed(stream);
	}

	void fail(IOException reason) {
		connection().close(reason);
	}

	/** More input must not grow without bound: what this has is all for now. */
	void receive(ByteBuffer input) {
		ReceivedBytes received = connection().received();
		received.append(input);
		if (!received.isEmpty()) {
			if (!mayReadAhead()) {
				connection().removeInterest(SelectionKey.OP_READ);
			}
			tellReadable();
		}
	}

	/**
	 * The client has ended its side.
	 * @return whether the stream goes on: it was upgraded, and has an end in each
	 * direction
	 */
	boolean endOfInput() {
		if (this.current == null || !this.current.stream().isUpgraded()) {
			return false;
		}
		this.side.inputEnded();
		connection().removeInterest(SelectionKey.OP_READ);
		connection().cancelDeadline();
		tellReadable();
		return true;
	}

	/**
	 * The client takes too long to send content.
	 * @return false if none is waited for
	 */
	boolean contentIsLate(HttpProblem problem) {
		RequestBody body = body();
		if (body == null) {
			return false;
		}
		body.tooLate(problem);
		tellReadable();
		return true;
	}

	private @Nullable RequestBody body() {
		SuspendedStream suspended = this.current;
		return (suspended != null) ? suspended.stream().body() : null;
	}

	/** An exchange may never end if it does not learn that the server is stopping. */
	void tellOfStop() {
		if (this.current != null && connection().isDraining()) {
			this.current.stop();
		}
	}

	/**
	 * The connection was closed.
	 * @return the stream that was suspended, or null
	 */
	@Nullable SuspendedStream takeSuspended() {
		SuspendedStream suspended = this.current;
		this.current = null;
		return suspended;
	}

	/** What waited learns that nothing will come. */
	void tellAll() {
		tellReadable();
		tellWritable();
	}

	/** Tells once when content can be read, or never will be. */
	void awaitReadable(Runnable task) {
		this.readableTask = task;
		SuspendedStream suspended = this.current;
		RequestBody body = body();
		if (suspended == null || body == null || body.isReadable(connection().received()) || this.side.isInputAtEnd()) {
			connection().execute(this::tellReadable);
			return;
		}
		connection().addInterest(SelectionKey.OP_READ);
		if (body.isTimed()) {
			awaitContent(suspended.patience(), body.length());
		}
	}

	/** All that has come was read: a client that is too slow by now stays so. */
	private void awaitContent(Patience patience, long length) {
		EventLoop loop = this.side.loop();
		patience.begin(loop.now(), length);
		if (patience.isOver(loop.now(), length, loop.options().pace().content(),
				loop.options().timeouts().body().toNanos())) {
			connection().counters().countShed(ShedReason.SLOW_CLIENT);
			connection().execute(() -> contentIsLate(RequestRules.contentTooLate()));
		}
		else if (!connection().hasPendingOutput()) {
			connection().startDeadline(DeadlineKind.BODY);
		}
	}

	/** Tells once when there is room, or never will be. */
	void awaitWritable(Runnable task) {
		this.writableTask = task;
		if (!connection().hasPendingOutput()) {
			connection().execute(this::tellWritable);
		}
	}

	private void tellReadable() {
		Runnable task = this.readableTask;
		if (task != null) {
			this.readableTask = null;
			if (this.current != null) {
				this.current.patience().end(this.side.loop().now());
			}
			if (!connection().hasPendingOutput()) {
				// What has come may be read later, as the reader likes.
				connection().cancelDeadline();
			}
			task.run();
		}
	}

	private void tellWritable() {
		Runnable task = this.writableTask;
		if (task != null) {
			this.writableTask = null;
			task.run();
		}
	}

}
