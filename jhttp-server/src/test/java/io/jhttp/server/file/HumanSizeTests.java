package io.jhttp.server.file;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sizes as people read them.
 */
class HumanSizeTests {

	@ParameterizedTest
	@CsvSource({ "0, 0 B", "1, 1 B", "1023, 1023 B", "1024, 1.0 KiB", "1075, 1.0 KiB", "1076, 1.1 KiB", "1536, 1.5 KiB",
			"1048524, 1023.9 KiB", "1048525, 1.0 MiB", "1048575, 1.0 MiB", "1048576, 1.0 MiB", "734003200, 700.0 MiB",
			"1073741823, 1.0 GiB", "1099511627776, 1.0 TiB", "1125899906842624, 1.0 PiB",
			"1152921504606846976, 1.0 EiB", "9223372036854775807, 8.0 EiB" })
	void aSizeHasTheUnitThatMakesItShort(long bytes, String size) {
		assertThat(HumanSize.of(bytes)).isEqualTo(size);
	}

}
