package io.jhttp.server.file;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the query of a listing says.
 */
class ListingQueryTests {

	@ParameterizedTest
	@CsvSource({ "page=2, 2", "sort=size&page=17&order=desc, 17", "page=999999999, 999999999", "page=0, 1", "page=, 1",
			"page=-1, 1", "page=+2, 1", "page=2x, 1", "page=1000000000, 1", "page=99999999999999999999, 1",
			"page=\u0662, 1", "page=2&page=3, 2", "pages=2, 1", "'', 1" })
	void aQueryNamesAPage(String query, int page) {
		assertThat(ListingQuery.parse(query).page()).isEqualTo(page);
	}

	@Test
	void withoutAQueryTheFirstPageIsShownByName() {
		assertThat(ListingQuery.parse(null)).isEqualTo(new ListingQuery(SortOrder.parse(null), 1));
	}

}
