package io.jhttp.server.http;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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
 * Understanding the values of fields.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FieldValueBenchmark {

	// Not constants, which the compiler would compute with

	private String date = "Sun, 06 Nov 1994 08:49:37 GMT";

	private String oldDate = "Sunday, 06-Nov-94 08:49:37 GMT";

	private long second = 784_111_777L;

	private Instant now = Instant.ofEpochSecond(1_700_000_000L);

	private String range = "bytes=1000-1999";

	private String ranges = "bytes=0-99,200-299,400-499,-100";

	private String browserCodings = "gzip, deflate, br, zstd";

	private String weightedCodings = "br;q=0.8, gzip;q=1.0, *;q=0.1";

	private Set<ContentCoding> available = EnumSet.allOf(ContentCoding.class);

	@Benchmark
	public Long parseDate() {
		return HttpDate.parse(this.date, this.now);
	}

	@Benchmark
	public Long parseObsoleteDate() {
		return HttpDate.parse(this.oldDate, this.now);
	}

	@Benchmark
	public String formatDate() {
		return HttpDate.format(this.second);
	}

	@Benchmark
	public List<ByteRanges.Range> oneRange() {
		return ByteRanges.parse(this.range, 100_000);
	}

	@Benchmark
	public List<ByteRanges.Range> fourRanges() {
		return ByteRanges.parse(this.ranges, 100_000);
	}

	@Benchmark
	public ContentCoding codingsOfBrowser() {
		return AcceptEncoding.choose(this.browserCodings, this.available);
	}

	@Benchmark
	public ContentCoding weightedCodings() {
		return AcceptEncoding.choose(this.weightedCodings, this.available);
	}

}
