package io.jhttp.server.file;

import java.nio.file.Path;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Generated paths against an oracle; {@code benchmarks/paths} tries more of them.
 */
@EnabledOnOs({ OS.LINUX, OS.MAC })
class PathOracleTests {

	private static final int PATHS = Boolean.getBoolean("jhttp.test.exhaustive") ? 20_000 : 2_000;

	@TempDir
	Path temporary;

	@ParameterizedTest
	@EnumSource
	void noPathLeadsOutWhileFilesAreSwappedForLinks(SymbolicLinks links) throws Exception {
		PathOracle.Result result = PathOracle.run(this.temporary, links, PATHS, 42);
		assertThat(result.answers().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(PATHS);
		assertThat(result.answers()).containsKeys(200, 206, 301, 304, 400, 404);
		assertThat(result.answers().get(200)).isGreaterThan(PATHS / 10);
		assertThat(result.swaps()).isPositive();
	}

}
