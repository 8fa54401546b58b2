package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Paths as keys.
 */
class PathOctetsTests {

	private static PathOctets view(String text, int from, int length) {
		return PathOctets.of(text.getBytes(StandardCharsets.UTF_8), from, length);
	}

	@Test
	void aViewIsTheSameKeyWhereverItStands() {
		PathOctets view = view("GET /a HTTP", 4, 2);
		assertThat(view).isEqualTo(PathOctets.of("/a")).hasSameHashCodeAs(PathOctets.of("/a")).hasToString("/a");
		assertThat(view.length()).isEqualTo(2);
		assertThat(PathOctets.of("/\u00e4")).hasToString("/\u00e4").isEqualTo(view("/\u00e4?", 0, 3));
	}

	/** Their hash is the same: a client can choose it. */
	@Test
	void twoPathsAreNeverTheSameKey() {
		assertThat(PathOctets.of("/Aa")).hasSameHashCodeAs(PathOctets.of("/BB")).isNotEqualTo(PathOctets.of("/BB"));
		assertThat(PathOctets.of("/a")).isNotEqualTo(PathOctets.of("/ab"))
			.isNotEqualTo(PathOctets.of("/"))
			.isNotEqualTo("/a")
			.doesNotHaveSameHashCodeAs(PathOctets.of("/b"));
	}

	@Test
	void aPercentSignInsideTellsThatAPathIsEscaped() {
		assertThat(view("/%41", 0, 4).isEscaped()).isTrue();
		assertThat(view("%/b%", 1, 2).isEscaped()).isFalse();
	}

	@Test
	void aPathBeginsWithAnotherIfThatIsNoLonger() {
		PathOctets view = view("x/a/b/c", 1, 4);
		assertThat(view.startsWith(PathOctets.of("/a/"))).isTrue();
		assertThat(view.startsWith(PathOctets.of("/a/b"))).isTrue();
		assertThat(view.startsWith(PathOctets.of("/a/b/"))).isFalse();
		assertThat(view.startsWith(PathOctets.of("/b"))).isFalse();
		assertThat(view.startsWith(view("/a/x", 0, 2))).isTrue();
	}

}
