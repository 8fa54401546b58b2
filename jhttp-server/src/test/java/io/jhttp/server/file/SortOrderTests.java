package io.jhttp.server.file;

import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.file.SortOrder.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order of a listing.
 */
class SortOrderTests {

	private static ListingEntry file(String name, long size, long modified) {
		return new ListingEntry(name, false, false, size, modified);
	}

	private static ListingEntry directory(String name, long modified) {
		return new ListingEntry(name, true, false, 4096 - modified, modified);
	}

	private static List<String> sorted(String query, ListingEntry... entries) {
		List<ListingEntry> sorted = new ArrayList<>(List.of(entries));
		SortOrder.parse(query).sort(sorted);
		return sorted.stream().map(ListingEntry::name).toList();
	}

	@ParameterizedTest
	@CsvSource({ "sort=size, SIZE, false", "sort=size&order=desc, SIZE, true",
			"order=desc&sort=modified, MODIFIED, true", "sort=name&order=asc, NAME, false", "order=desc, NAME, true",
			"sort=SIZE, NAME, false", "'', NAME, false", "&&&, NAME, false", "sort, NAME, false", "sort=, NAME, false",
			"sort=size&order=DESC, SIZE, false", "sort=size&sort=name, SIZE, false",
			"resort=size&disorder=desc, NAME, false", "a=b&sort=size&c, SIZE, false", "sort=%73ize, NAME, false",
			"sort=size%26order=desc, NAME, false", "sort=sizes, NAME, false" })
	void aQueryNamesAColumnAndADirection(String query, Column column, boolean descending) {
		assertThat(SortOrder.parse(query)).isEqualTo(new SortOrder(column, descending));
	}

	@Test
	void withoutAQueryNamesAscend() {
		assertThat(SortOrder.parse(null)).isEqualTo(new SortOrder(Column.NAME, false));
	}

	@Test
	void aQueryIsReadAsItIsWritten() {
		for (Column column : Column.values()) {
			assertThat(SortOrder.parse(new SortOrder(column, true).query())).isEqualTo(new SortOrder(column, true));
			assertThat(SortOrder.parse(new SortOrder(column, false).query())).isEqualTo(new SortOrder(column, false));
		}
	}

	@Test
	void aClickTurnsTheCurrentColumnRound() {
		SortOrder byName = SortOrder.parse(null);
		assertThat(byName.afterClick(Column.NAME).query()).isEqualTo("sort=name&order=desc");
		assertThat(byName.afterClick(Column.NAME).afterClick(Column.NAME)).isEqualTo(byName);
		assertThat(byName.afterClick(Column.SIZE).afterClick(Column.SIZE).query()).isEqualTo("sort=size&order=asc");
	}

	@Test
	void aClickOnAnotherColumnShowsTheLargestAndTheNewestFirst() {
		SortOrder byName = SortOrder.parse(null);
		assertThat(byName.afterClick(Column.SIZE).query()).isEqualTo("sort=size&order=desc");
		assertThat(byName.afterClick(Column.MODIFIED).query()).isEqualTo("sort=modified&order=desc");
		assertThat(byName.afterClick(Column.SIZE).afterClick(Column.NAME)).isEqualTo(byName);
	}

	@Test
	void namesAreComparedInLowerCaseByCodePoints() {
		assertThat(sorted(null, file("\ud83d\ude00", 0, 0), file("\uffe6", 0, 0), file("ä", 0, 0), file("z", 0, 0),
				file("_", 0, 0), file("B", 0, 0), file("a10", 0, 0), file("a9", 0, 0), file("a", 0, 0), file("A", 0, 0),
				file("0", 0, 0)))
			.containsExactly("0", "_", "A", "a", "a10", "a9", "B", "z", "ä", "\uffe6", "\ud83d\ude00");
	}

	@Test
	void lettersThatAreAsciiOnlyInLowerCaseAreComparedLikeThese() {
		assertThat(sorted(null, file("l", 0, 0), file("\u212a", 0, 0), file("k", 0, 0), file("j", 0, 0),
				file("\u0130z", 0, 0), file("iz", 0, 0)))
			.containsExactly("iz", "\u0130z", "j", "k", "\u212a", "l");
	}

	@Test
	void halvesOfSurrogatePairsHaveAPlaceToo() {
		assertThat(sorted(null, file("a\ud83d\ude00", 0, 0), file("a\ue000", 0, 0), file("a\udce9", 0, 0),
				file("a\ud83d", 0, 0)))
			.containsExactly("a\ud83d", "a\udce9", "a\ue000", "a\ud83d\ude00");
	}

	@ParameterizedTest
	@CsvSource({ "sort=name&order=asc, d1 d2 a b c", "sort=name&order=desc, d2 d1 c b a",
			"sort=size&order=asc, d1 d2 b c a", "sort=size&order=desc, d1 d2 a b c",
			"sort=modified&order=asc, d2 d1 c a b", "sort=modified&order=desc, d1 d2 b a c" })
	void directoriesComeFirstInEveryOrderAndNamesDecideWhereNothingElseDoes(String query, String names) {
		assertThat(sorted(query, file("c", 5, 1), directory("d2", 3), file("a", 7, 2), file("b", 5, 3),
				directory("d1", 4)))
			.containsExactly(names.split(" "));
	}

}
