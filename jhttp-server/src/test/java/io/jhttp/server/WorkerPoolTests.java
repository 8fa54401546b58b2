package io.jhttp.server;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The threads that handlers run on.
 */
class WorkerPoolTests {

	private static final int PATIENCE = 500_000_000;

	private final WorkerPool pool = new WorkerPool(8);

	@AfterEach
	void stopPool() {
		this.pool.stop();
	}

	@Test
	void tasksThatWaitForEachOtherHaveAThreadEach() throws Exception {
		for (int round = 0; round < 200; round++) {
			CyclicBarrier all = new CyclicBarrier(9);
			for (int i = 0; i < 8; i++) {
				this.pool.execute(() -> await(all));
			}
			all.await(20, TimeUnit.SECONDS);
		}
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(20, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void noTaskIsLostWhicheverThreadSubmitsIt() throws Exception {
		int tasks = 200_000;
		CountDownLatch done = new CountDownLatch(3 * tasks);
		List<Thread> submitters = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Thread submitter = new Thread(() -> {
				Semaphore few = new Semaphore(20);
				for (int task = 0; task < tasks; task++) {
					few.acquireUninterruptibly();
					this.pool.execute(() -> {
						few.release();
						done.countDown();
					});
				}
			});
			submitter.start();
			submitters.add(submitter);
		}
		assertThat(done.await(40, TimeUnit.SECONDS)).as("left: " + done.getCount()).isTrue();
		for (Thread submitter : submitters) {
			submitter.join();
		}
	}

	@Test
	void noMoreThreadsRunThanThereMayBe() throws Exception {
		AtomicInteger running = new AtomicInteger();
		Set<Integer> counts = Collections.synchronizedSet(new HashSet<>());
		CountDownLatch done = new CountDownLatch(1000);
		for (int i = 0; i < 1000; i++) {
			this.pool.execute(() -> {
				counts.add(running.incrementAndGet());
				Thread.yield();
				running.decrementAndGet();
				done.countDown();
			});
		}
		assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(counts).allMatch((count) -> count <= 8);
	}

	@Test
	void aTaskThatFailsOrInterruptsItsThreadSpoilsNothing() throws Exception {
		LinkedBlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
		CountDownLatch failed = new CountDownLatch(50);
		for (int i = 0; i < 50; i++) {
			this.pool.execute(() -> {
				Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> failed.countDown());
				Thread.currentThread().interrupt();
				throw new IllegalStateException("on purpose");
			});
		}
		assertThat(failed.await(20, TimeUnit.SECONDS)).isTrue();
		for (int i = 0; i < 50; i++) {
			this.pool.execute(() -> interrupted.add(Thread.currentThread().isInterrupted()));
			assertThat(interrupted.poll(20, TimeUnit.SECONDS)).isFalse();
		}
	}

	@Test
	void anInterruptIsForTheTaskThatWasInterruptedOnly() throws Exception {
		WorkerPool one = new WorkerPool(1);
		LinkedBlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
		for (int i = 0; i < 3; i++) {
			one.execute(() -> {
				interrupted.add(Thread.currentThread().isInterrupted());
				Thread.currentThread().interrupt();
			});
			assertThat(interrupted.poll(20, TimeUnit.SECONDS)).isFalse();
		}
		one.stop();
	}

	@Test
	void aThreadThatEndsMakesRoomForAnother() throws Exception {
		WorkerPool one = new WorkerPool(1, Duration.ZERO);
		for (int i = 0; i < 3; i++) {
			LinkedBlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
			one.execute(() -> threads.add(Thread.currentThread()));
			Thread thread = threads.poll(20, TimeUnit.SECONDS);
			assertThat(thread).as("a thread for task " + i).isNotNull();
			thread.join(20_000);
			assertThat(thread.isAlive()).isFalse();
			assertThat(one.threads()).isZero();
		}
	}

	@Test
	void noTaskIsLostWhileThreadsEnd() {
		WorkerPool one = new WorkerPool(1, Duration.ZERO);
		AtomicInteger done = new AtomicInteger();
		for (int i = 1; i <= 1_000; i++) {
			one.execute(done::incrementAndGet);
			for (int spins = 0; spins < PATIENCE && done.get() < i; spins++) {
				Thread.onSpinWait();
			}
			assertThat(done).hasValue(i);
			// The next task comes when the thread has ended, or is at any step of its
			// end.
			for (int spins = i % 50; spins > 0; spins--) {
				Thread.onSpinWait();
			}
		}
	}

	@Test
	void tasksSeeTheClassLoaderOfTheThreadThatMadeThePool() throws Exception {
		Thread current = Thread.currentThread();
		ClassLoader usual = current.getContextClassLoader();
		try (URLClassLoader special = new URLClassLoader(new URL[0], usual)) {
			current.setContextClassLoader(special);
			WorkerPool made = new WorkerPool(1);
			current.setContextClassLoader(usual);
			LinkedBlockingQueue<Boolean> seen = new LinkedBlockingQueue<>();
			made.execute(() -> seen.add(Thread.currentThread().getContextClassLoader() == special));
			assertThat(seen.poll(20, TimeUnit.SECONDS)).isTrue();
			made.stop();
		}
		finally {
			current.setContextClassLoader(usual);
		}
	}

	@Test
	void whatATaskLeavesInItsThreadIsNotInherited() throws Exception {
		InheritableThreadLocal<String> left = new InheritableThreadLocal<>();
		left.set("of the caller");
		LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
		this.pool.execute(() -> seen.add(String.valueOf(left.get())));
		assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("null");
	}

	@Test
	void aStoppedPoolDoesWhatItHasAndTakesNoMore() throws Exception {
		CountDownLatch begun = new CountDownLatch(8);
		CountDownLatch end = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(20);
		Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
		for (int i = 0; i < 20; i++) {
			this.pool.execute(() -> {
				threads.add(Thread.currentThread());
				begun.countDown();
				awaitUninterruptibly(end);
				done.countDown();
			});
		}
		assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
		this.pool.stop();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.pool.execute(() -> {
		}));
		end.countDown();
		assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
		for (Thread thread : threads) {
			thread.join(20_000);
			assertThat(thread.isAlive()).isFalse();
		}
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
