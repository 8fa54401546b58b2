package io.jhttp.spring.boot.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for {@link JdkPreinitializer}.
 */
class JdkPreinitializerTests {

	@Test
	void bootFindsItAndItDoesNotFail() {
		List<BackgroundPreinitializer> found = SpringFactoriesLoader.loadFactories(BackgroundPreinitializer.class,
				null);
		assertThat(found).hasAtLeastOneElementOfType(JdkPreinitializer.class);
		assertThatCode(new JdkPreinitializer()::preinitialize).doesNotThrowAnyException();
	}

}
