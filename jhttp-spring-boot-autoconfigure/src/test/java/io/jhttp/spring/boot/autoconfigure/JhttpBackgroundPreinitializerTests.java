package io.jhttp.spring.boot.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for {@link JhttpBackgroundPreinitializer}.
 */
class JhttpBackgroundPreinitializerTests {

	@Test
	void bootFindsItAndItDoesNotFail() {
		List<BackgroundPreinitializer> found = SpringFactoriesLoader.loadFactories(BackgroundPreinitializer.class,
				null);
		assertThat(found).hasAtLeastOneElementOfType(JhttpBackgroundPreinitializer.class);
		assertThatCode(new JhttpBackgroundPreinitializer()::preinitialize).doesNotThrowAnyException();
	}

}
