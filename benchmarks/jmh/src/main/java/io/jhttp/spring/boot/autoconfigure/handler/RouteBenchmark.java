package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Looking up the handler method of a request, among few routes and among many: half of
 * them have a variable.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteBenchmark {

	@Param({ "10", "10000" })
	private int routes;

	private RouteTable mixed;

	private RouteTable literal;

	private String literalPath;

	private String patternPath;

	@Setup
	public void create() {
		List<Route> literals = new ArrayList<>();
		List<Route> all = new ArrayList<>();
		for (int i = 0; i < this.routes; i++) {
			literals.add(route("/api/things" + i + "/all"));
			all.add((i % 2 == 0) ? literals.get(i) : route("/api/things" + i + "/{id}"));
		}
		this.literal = new RouteTable(literals);
		this.mixed = new RouteTable(all);
		int middle = this.routes / 2;
		this.literalPath = "/api/things" + (middle - middle % 2) + "/all";
		this.patternPath = "/api/things" + (middle - middle % 2 + 1) + "/4711";
	}

	private static Route route(String path) {
		PathPattern pattern = PathPatternParser.defaultInstance.parse(path);
		return new Route("GET", pattern, List.of(), List.of(), null);
	}

	@Benchmark
	public Object literalAmongLiterals() {
		return this.literal.find("GET", this.literalPath);
	}

	@Benchmark
	public Object literalAmongAll() {
		return this.mixed.find("GET", this.literalPath);
	}

	@Benchmark
	public Object variable() {
		return this.mixed.find("GET", this.patternPath);
	}

}
