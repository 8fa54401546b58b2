package io.jhttp.server;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A request of one of 100,000 clients at random is counted, and so is its end.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClientLimitBenchmark {

	private static final int CLIENTS = 100_000;

	private static final long IPV4 = 0xffff_ffff_0a00_0000L;

	private final ClientTable rate = new ClientTable(new ClientLimit((request) -> true, 1_000, 10_000, 0),
			System.nanoTime());

	private final ClientTable concurrent = new ClientTable(new ClientLimit((request) -> true, 1_000, 10_000, 1_000),
			System.nanoTime());

	private int random = 42;

	private long client() {
		this.random = this.random * 1664525 + 1013904223;
		return IPV4 + (this.random >>> 1) % CLIENTS;
	}

	@Benchmark
	public long baseline() {
		return client() + System.nanoTime();
	}

	@Benchmark
	public long rate() {
		return this.rate.enter(client(), System.nanoTime());
	}

	@Benchmark
	public long rateAndConcurrentRequests() {
		long client = client();
		long wait = this.concurrent.enter(client, System.nanoTime());
		this.concurrent.leave(client);
		return wait;
	}

}
