package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Paths as keys.
 */
class PathBytesTests {

	private static PathBytes view(String text, int from, int length) {
		return PathBytes.of(text.getBytes(StandardCharsets.UTF_8), from, length);
	}

	@Test
	void aViewIsTheSameKeyWhereverItStands() {
		PathBytes view = view("GET /a HTTP", 4, 2);
		assertThat(view).isEqualTo(PathBytes.of("/a")).hasSameHashCodeAs(PathBytes.of("/a")).hasToString("/a");
		assertThat(view.length()).isEqualTo(2);
		assertThat(PathBytes.of("/\u00e4")).hasToString("/\u00e4").isEqualTo(view("/\u00e4?", 0, 3));
	}

	/** Their hash is the same: a client can choose it. */
	@Test
	void twoPathsAreNeverTheSameKey() {
		assertThat(PathBytes.of("/Aa")).hasSameHashCodeAs(PathBytes.of("/BB")).isNotEqualTo(PathBytes.of("/BB"));
		assertThat(PathBytes.of("/a")).isNotEqualTo(PathBytes.of("/ab"))
			.isNotEqualTo(PathBytes.of("/"))
			.isNotEqualTo("/a")
			.doesNotHaveSameHashCodeAs(PathBytes.of("/b"));
	}

	@Test
	void aPercentSignInsideTellsThatAPathIsEscaped() {
		assertThat(view("/%41", 0, 4).isEscaped()).isTrue();
		assertThat(view("%/b%", 1, 2).isEscaped()).isFalse();
	}

	@Test
	void aPathBeginsWithAnotherIfThatIsNoLonger() {
		PathBytes view = view("x/a/b/c", 1, 4);
		assertThat(view.startsWith(PathBytes.of("/a/"))).isTrue();
		assertThat(view.startsWith(PathBytes.of("/a/b"))).isTrue();
		assertThat(view.startsWith(PathBytes.of("/a/b/"))).isFalse();
		assertThat(view.startsWith(PathBytes.of("/b"))).isFalse();
		assertThat(view.startsWith(view("/a/x", 0, 2))).isTrue();
	}

}
