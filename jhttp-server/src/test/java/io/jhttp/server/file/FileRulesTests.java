package io.jhttp.server.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class FileRulesTests {

	private final FileRules rules = new FileRules(false, FileHandler.PRIVATE_FILES.stream().map(PathGlob::of).toList(),
			List.of(), null);

	@Test
	void aPathWithThousandsOfNamesIsDecidedAtOnce() {
		Path path = Path.of("d/".repeat(4000) + "a.txt");
		assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
			assertThat(this.rules.allow(path)).isTrue();
			assertThat(this.rules.allow(path.resolve("a.key"))).isFalse();
			assertThat(this.rules.allow(Path.of("a.key").resolve(path))).isFalse();
		});
	}

	@Test
	void aPatternForAPathCountsForAllBelowIt() {
		FileRules some = new FileRules(true, List.of(PathGlob.of("/drafts"), PathGlob.of("a/*.bak")), List.of(), null);
		assertThat(some.allow(Path.of("drafts/a/b"))).isFalse();
		assertThat(some.allow(Path.of("x/a/b.bak/c"))).isFalse();
		assertThat(some.allow(Path.of("x/drafts/b.bak"))).isTrue();
		assertThat(some.allow(Path.of(""))).isTrue();
	}

	@Test
	void aPathMatchesOnTheWayIfItOrAnAncestorMatches() {
		SplittableRandom random = new SplittableRandom(1);
		for (int i = 0; i < 50_000; i++) {
			String pattern = text(random, "ab/*?.", 1 + random.nextInt(6));
			String path = "/" + text(random, "ab/.", random.nextInt(8));
			PathGlob glob = PathGlob.of(pattern);
			boolean expected = glob.matches(path);
			for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', slash + 1)) {
				expected |= glob.matches(path.substring(0, slash));
			}
			assertThat(glob.matchesOnTheWay(path)).as(pattern + " for " + path).isEqualTo(expected);
		}
	}

	private static String text(SplittableRandom random, String characters, int length) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < length; i++) {
			text.append(characters.charAt(random.nextInt(characters.length())));
		}
		return text.toString();
	}

	@Test
	void pathsThatClientsInventDoNotFillTheMemory() {
		for (int i = 0; i < 5000; i++) {
			assertThat(this.rules.allow(Path.of("missing", String.valueOf(i)))).isTrue();
		}
		assertThat(this.rules.remembered()).isBetween(1, 1000);
	}

	@Test
	void aLongPathIsDecidedAndNotRemembered() {
		assertThat(this.rules.allow(Path.of("a".repeat(200)))).isTrue();
		assertThat(this.rules.remembered()).isZero();
		assertThat(this.rules.allow(Path.of("a".repeat(199)))).isTrue();
		assertThat(this.rules.remembered()).isOne();
	}

	@Test
	void aWithheldDirectoryIsNotThereWithAllBelowItInAnySpelling() {
		FileRules some = new FileRules(true, List.of(), List.of("/cgi-bin", "/sub/bin"), null);
		assertThat(some.allow(Path.of("cgi-bin"))).isFalse();
		assertThat(some.allow(Path.of("cgi-bin/a/b.sh"))).isFalse();
		assertThat(some.allow(Path.of("CGI-Bin/b.sh"))).isFalse();
		assertThat(some.allow(Path.of("sub/bin/b.sh"))).isFalse();
		assertThat(some.allow(Path.of("cgi-binary/b.sh"))).isTrue();
		assertThat(some.allow(Path.of("sub/b.sh"))).isTrue();
	}

}
