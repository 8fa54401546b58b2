package io.jhttp.server.file;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

	@ParameterizedTest
	@ValueSource(strings = { "", "/docs", "/d o/c" })
	void noPathLeadsOutOfAJarOrOfAPrefix(String prefix) throws Exception {
		AttackedTree tree = new AttackedTree(this.temporary, SymbolicLinks.REFUSE);
		URL[] classPath = { tree.jar("static").toUri().toURL() };
		try (URLClassLoader loader = new URLClassLoader(classPath, null)) {
			PathOracle.Result result = PathOracle.run(tree, prefix.replace(" ", "%20"),
					FileHandler.builder(loader, "/static").prefix(prefix).cacheSize(1024 * 1024).build(), PATHS / 4,
					43);
			assertThat(result.answers()).containsKeys(200, 206, 301, 304, 400, 404);
			assertThat(result.answers().get(200)).isGreaterThan(PATHS / 40);
		}
	}

}
