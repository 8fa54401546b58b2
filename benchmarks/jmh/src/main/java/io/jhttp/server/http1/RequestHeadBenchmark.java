package io.jhttp.server.http1;

import io.jhttp.server.http.HeadLimits;
import io.jhttp.server.http.RequestHead;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

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
 * Parsing a request head that has arrived as a whole.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestHeadBenchmark {

	private static final byte[] SHORT = bytes("""
			GET /hello HTTP/1.1
			Host: 127.0.0.1:8000

			""");

	/** 600 bytes, as Firefox sends them. */
	private static final byte[] BROWSER = bytes("""
			GET /assets/application-3f2a9c.js?version=1.27.3 HTTP/1.1
			Host: www.example.com
			User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
			Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
			Accept-Language: en-GB,en;q=0.7,de;q=0.3
			Accept-Encoding: gzip, deflate, br, zstd
			Referer: https://www.example.com/articles/2026/index.html
			Connection: keep-alive
			Cookie: session=0123456789abcdef0123456789abcdef
			Upgrade-Insecure-Requests: 1
			Sec-Fetch-Dest: script
			Sec-Fetch-Mode: no-cors
			Sec-Fetch-Site: same-origin
			Priority: u=0, i

			""");

	private final RequestHeadParser parser = new RequestHeadParser(HeadLimits.DEFAULTS, false);

	private static byte[] bytes(String head) {
		return head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
	}

	@Benchmark
	public RequestHead wrk() {
		return parse(SHORT);
	}

	@Benchmark
	public RequestHead browser() {
		return parse(BROWSER);
	}

	private RequestHead parse(byte[] bytes) {
		this.parser.reset();
		if (!this.parser.parse(bytes, 0, bytes.length)) {
			throw new IllegalStateException("The head is incomplete");
		}
		return Objects.requireNonNull(this.parser.head());
	}

}
