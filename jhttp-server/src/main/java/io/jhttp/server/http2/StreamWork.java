package io.jhttp.server.http2;

import java.io.IOException;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.RequestRules;
import io.jhttp.server.net.Continuation;
import io.jhttp.server.net.EngineCounters;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.Workers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the exchange of a stream goes on once its handler has returned: who has it, and
 * what for.
 *
 * <pre>
 *                                                         ┌─────────────────────────────┐
 *            dispatch              content        a worker ▼  worker begins    dispatch  │
 *  HANDLER ───────────▶ GATHERING ─────────▶ LENT, QUEUED ───────────────▶ WORKER ───────┘
 *     │ │                                       ▲                            │  │
 *     │ │ suspend                        resume │                    suspend │  │
 *     │ └─────────────────────────────▶ SUSPENDED ◀──────────────────────────┘  │
 *     │                                     │ end                               │
 *     └───────────────▶ RETURNED ◀──────────┴───────────────────────────────────┘
 *                           └──▶ SENT
 * </pre>
 *
 * GATHERING, LENT and QUEUED are the owner QUEUED of the stream. All of it happens on the
 * loop, but for the steps of a worker.
 */
final class StreamWork {

	private static final Logger logger = LoggerFactory.getLogger(StreamWork.class);

	private enum Stage {

		/** Its handler runs on the loop, or is about to. */
		HANDLER,
		/** No worker is asked for before there is content. */
		GATHERING,
		/** Waits until the connection may have another worker. */
		LENT,
		/** It is with a worker, or in the queue of one. */
		QUEUED,
		/** Without a thread. */
		SUSPENDED,
		/** The response is complete or aborted. */
		RETURNED,
		/** It was sent, or cannot be. */
		SENT

	}

	private final Http2Stream stream;

	private final StreamHost host;

	private Stage stage = Stage.HANDLER;

	/** How the exchange goes on; the owner's. */
	private @Nullable Continuation<StreamSuspension> next;

	/** What other threads have in their queue; the owner's. */
	private @Nullable QueuedWork queued;

	private @Nullable StreamSuspension suspended;

	/** Whether it is one of those that the connection may have with workers. */
	private boolean holdsWorker;

	/** A worker has done its part, and {@link #next} says what follows. */
	private volatile boolean handedBack;

	StreamWork(Http2Stream stream, StreamHost host) {
		this.stream = stream;
		this.host = host;
	}

	private EngineCounters counters() {
		return this.host.connection().counters();
	}

	private Workers workers() {
		return this.host.connection().loop().workers();
	}

	// By the owner

	void goOn(Continuation<StreamSuspension> continuation) {
		if (this.next != null) {
			throw new IllegalStateException("The exchange has been dispatched or detached already");
		}
		this.next = continuation;
	}

	void cancel() {
		Continuation<StreamSuspension> cancelled = takeNext();
		if (cancelled != null && cancelled.suspended() != null) {
			cancelled.suspended().gone();
		}
	}

	private @Nullable Continuation<StreamSuspension> takeNext() {
		Continuation<StreamSuspension> taken = this.next;
		this.next = null;
		return taken;
	}

	private Continuation<StreamSuspension> requireNext() {
		Continuation<StreamSuspension> continuation = this.next;
		if (continuation == null) {
			throw new IllegalStateException("No continuation is set");
		}
		return continuation;
	}

	// On a worker

	/** Begins, unless the client has gone in between. */
	void begin() {
		if (this.stream.begin()) {
			run();
		}
	}

	/** Runs what is next, and gives the stream back, come what may. */
	private void run() {
		Continuation<StreamSuspension> continuation = requireNext();
		this.next = null;
		started(continuation);
		try {
			continuation.run(!this.stream.isAborted());
		}
		finally {
			continuation.leave(workers());
			Continuation<StreamSuspension> following = this.next;
			if (following == null || !following.isDispatch() || !passOn(following)) {
				handBack();
			}
		}
	}

	/**
	 * To other threads, without the loop in between.
	 * @return false if they do not take it, and this one goes on
	 */
	private boolean passOn(Continuation<StreamSuspension> following) {
		countQueued(following);
		this.stream.toQueue();
		if (enqueue(following) || !this.stream.begin()) {
			// They have it, or its client has gone in between.
			return true;
		}
		started(following);
		this.next = null;
		following.rejected().run();
		return false;
	}

	private void handBack() {
		Continuation<StreamSuspension> following = this.next;
		this.stream.leaveWorker(following != null && following.suspended() != null);
		this.handedBack = true;
		this.stream.touch();
	}

	/** By its owner: false if the threads do not take it. */
	private boolean enqueue(Continuation<StreamSuspension> continuation) {
		QueuedWork task = new QueuedWork(this);
		this.queued = task;
		return Workers.tryExecute(continuation.executor(workers()), task);
	}

	private void countQueued(Continuation<StreamSuspension> continuation) {
		continuation.queued();
		counters().requestQueued();
	}

	private void started(Continuation<StreamSuspension> continuation) {
		if (continuation.takeQueued()) {
			counters().requestStarted();
		}
	}

	// On the loop

	/** The handler has returned. */
	void handled() {
		Continuation<StreamSuspension> continuation = this.next;
		if (continuation == null) {
			returned();
		}
		else if (continuation.isDispatch()) {
			this.stage = Stage.GATHERING;
			this.stream.toQueue();
			proceed();
		}
		else {
			this.next = null;
			this.stream.leaveLoop();
			suspend(continuation.requireSuspended());
		}
	}

	private void suspend(StreamSuspension begins) {
		this.stage = Stage.SUSPENDED;
		this.suspended = begins;
		if (this.host.connection().isDraining()) {
			begins.stop();
		}
		proceed();
	}

	/** Does what can be done now. */
	void proceed() {
		if (this.handedBack) {
			this.handedBack = false;
			afterWorker();
		}
		else if (this.stage == Stage.GATHERING) {
			gather();
		}
		else if (this.stage == Stage.SUSPENDED && this.suspended != null) {
			takeSteps(this.suspended);
		}
	}

	private void afterWorker() {
		giveWorkerBack();
		Continuation<StreamSuspension> following = takeNext();
		StreamSuspension begins = (following != null) ? following.suspended() : null;
		if (begins == null) {
			returned();
		}
		else if (this.stream.isAborted()) {
			this.stream.finish();
			returned();
			begins.gone();
		}
		else {
			suspend(begins);
		}
	}

	private void giveWorkerBack() {
		if (this.holdsWorker) {
			this.holdsWorker = false;
			this.host.workerReturned();
		}
	}

	private void gather() {
		StreamInput input = this.stream.input();
		long now = this.host.connection().loop().now();
		if (input != null && !this.stream.expectsContinue() && !input.isEnough()) {
			input.gather(now);
			return;
		}
		if (input != null) {
			input.gathered(now);
		}
		lend();
	}

	private void lend() {
		this.stage = Stage.LENT;
		if (requireNext().executor(workers()) == workers()) {
			this.holdsWorker = true;
			this.host.lendWorker(this.stream);
		}
		else {
			execute();
		}
	}

	/** The connection may have another worker. */
	void execute() {
		if (this.stage != Stage.LENT) {
			// Its client has gone while it waited.
			giveWorkerBack();
			return;
		}
		Continuation<StreamSuspension> continuation = requireNext();
		this.stage = Stage.QUEUED;
		boolean entered = continuation.enter(workers());
		if (entered) {
			countQueued(continuation);
			if (enqueue(continuation)) {
				return;
			}
			started(continuation);
			continuation.leave(workers());
		}
		refuse(HttpProblem.busy(), ShedReason.WORKERS_BUSY);
	}

	/** No worker is to have it: the server answers. */
	private void refuse(HttpProblem problem, ShedReason reason) {
		counters().countShed(reason);
		Continuation<StreamSuspension> continuation = takeNext();
		if (continuation != null) {
			continuation.cancel();
		}
		this.stream.refuse(problem);
		this.stream.finish();
		giveWorkerBack();
		returned();
	}

	/**
	 * The client is late with content.
	 * @return whether no thread waits for it, and the request was answered
	 */
	boolean refuseLate() {
		if (this.stage != Stage.GATHERING) {
			return false;
		}
		refuse(RequestRules.contentTooLate(), ShedReason.SLOW_CLIENT);
		return true;
	}

	private void takeSteps(StreamSuspension current) {
		boolean decided;
		try {
			decided = current.take();
		}
		catch (IOException ex) {
			decided = fail(current, ex.getMessage());
		}
		catch (RuntimeException | Error ex) {
			logger.error("A step of an exchange failed", ex);
			decided = fail(current, "a step failed");
		}
		if (!decided) {
			return;
		}
		this.suspended = null;
		Runnable task = current.resumed();
		if (task == null) {
			this.stream.finish();
			returned();
		}
		else {
			this.next = Continuation.resume(task, current::gone);
			this.stream.toQueue();
			lend();
		}
	}

	private boolean fail(StreamSuspension current, @Nullable String reason) {
		logger.debug("A suspended exchange has ended: {}", reason);
		this.stream.abort();
		current.end();
		current.gone();
		return true;
	}

	/** The client does not want the response any more, or has gone. */
	void gone() {
		StreamSuspension current = this.suspended;
		if (current != null) {
			this.suspended = null;
			this.stream.finish();
			returned();
			current.gone();
		}
		else if (this.stage.compareTo(Stage.RETURNED) < 0 && this.stage != Stage.HANDLER && this.stream.endIfQueued()) {
			Continuation<StreamSuspension> continuation = takeNext();
			if (continuation != null) {
				started(continuation);
				continuation.leave(workers());
				continuation.cancel();
			}
			if (this.queued != null) {
				this.queued.cancel();
			}
			counters().countShed(ShedReason.CLIENT_GONE);
			if (this.stage != Stage.LENT) {
				giveWorkerBack();
			}
			returned();
		}
	}

	void tellOfStop() {
		if (this.suspended != null) {
			this.suspended.stop();
		}
	}

	private void returned() {
		this.stage = Stage.RETURNED;
		this.stream.returned();
	}

	/**
	 * The response was sent, or cannot be.
	 * @return true once, if no thread has the exchange any more
	 */
	boolean sent() {
		boolean first = this.stage == Stage.RETURNED;
		if (first) {
			this.stage = Stage.SENT;
		}
		return first;
	}

	boolean isSent() {
		return this.stage == Stage.SENT;
	}

}
