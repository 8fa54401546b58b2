package io.jhttp.server.http1;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.jhttp.server.http.ResponseHead;
import io.jhttp.server.http1.ResponseHeadEncoder.Framing;
import io.jhttp.server.http1.ResponseHeadEncoder.Persistence;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Encoding a response head.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResponseHeadBenchmark {

	private static final byte[] SERVER = "Server: jhttp\r\n".getBytes(StandardCharsets.ISO_8859_1);

	private static final byte[] DATE = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n".getBytes(StandardCharsets.ISO_8859_1);

	private final ResponseHead head = new ResponseHead();

	private final ResponseHeadEncoder encoder = new ResponseHeadEncoder();

	@Benchmark
	public int oneField() {
		this.head.clear();
		this.head.set("Content-Type", "text/plain");
		return encode();
	}

	@Benchmark
	public int sixFields() {
		this.head.clear();
		this.head.set("Content-Type", "text/html;charset=utf-8");
		this.head.set("Cache-Control", "max-age=31536000, immutable");
		this.head.set("ETag", "\"3f2a9c-18c\"");
		this.head.set("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
		this.head.set("Vary", "Accept-Encoding");
		this.head.set("X-Content-Type-Options", "nosniff");
		return encode();
	}

	private int encode() {
		return this.encoder.encode(this.head, SERVER, DATE, 12_345, Framing.LENGTH, Persistence.IMPLIED);
	}

}
