package io.jhttp.server.http;

import java.util.EnumSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptEncodingTests {

	private static final Set<ContentCoding> ALL = EnumSet.allOf(ContentCoding.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "gzip|GZIP", "gzip, deflate, br, zstd|BR", "gzip, deflate|GZIP",
			"br;q=1.0, gzip;q=0.8, *;q=0.1|BR", "gzip;q=0.8, br;q=0.7|GZIP", "zstd;q=0.5, br;q=0.5, gzip;q=0.5|BR",
			"gzip;q=0.5, *|BR", "br;q=0, zstd;q=0, *|GZIP", "*|BR", "*;q=0.001|BR", "x-gzip|GZIP", "X-GZip;Q=0.5|GZIP",
			"GZIP ; q=0.5|GZIP", "gzip;\tq=1.000|GZIP", ",, gzip ,|GZIP", "identity, gzip|GZIP",
			"identity;q=0.5, gzip|GZIP", "identity;q=0.5, gzip;q=0.5|GZIP", "identity;q=0, gzip;q=0.001|GZIP",
			"gzip;q=0.1, *;q=0|GZIP", "compress, gzip;q=0.001|GZIP", "gzip;q=0, gzip|GZIP", "br;q=0., gzip|GZIP",
			"gzip;q=0.999, br;q=0.998|GZIP", "gzip;q=0.5, identities|GZIP" })
	void theCodingThatIsLikedBestIsChosen(String value, ContentCoding expected) {
		assertThat(AcceptEncoding.choose(value, ALL)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ",", "identity", "gzip;q=0", "gzip;q=0.000", "gzip, gzip;q=0", "*;q=0",
			"gzip;q=0.5, identity", "gzip;q=0.5, identity;q=0.501", "deflate", "compress, deflate;q=0.5", "gzipped",
			"brotli", "gz", "**" })
	void thePlainFormIsChosenWhereNothingIsLikedBetter(String value) {
		assertThat(AcceptEncoding.choose(value, ALL)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip;q=2", "gzip;q=1.001", "gzip;q=0.0001", "gzip;q=-1", "gzip;q=", "gzip;q", "gzip;",
			"gzip;q=.5", "gzip;q = 1", "gzip;q=1;a=b", "gzip;a=b", "gzip q=1", "gzip;q=\"1\"", "gzip/1", "gz ip",
			"\"gzip\"", "gzip;q=1 x", "gz\u0131p", "gzip\u00a0", ";q=1", "gzip;q=0.5a", "gzip;q=0.5000", "gzip;a=1",
			"gzip;qq1", "gzip;q=/", "gzip;q=0./", "gzip;q=0.:", "gzip;q=0:5", "gzip/q=1" })
	void aMalformedMemberCountsForNothing(String value) {
		assertThat(AcceptEncoding.choose(value, ALL)).isNull();
		assertThat(AcceptEncoding.choose("gzip, " + value, ALL)).isEqualTo(ContentCoding.GZIP);
		assertThat(AcceptEncoding.choose(value + ", zstd", ALL)).isEqualTo(ContentCoding.ZSTD);
	}

	@Test
	void aClientThatSaysNothingGetsThePlainForm() {
		assertThat(AcceptEncoding.choose(null, ALL)).isNull();
		assertThat(AcceptEncoding.parse(null).identityQuality()).isEqualTo(1);
	}

	@Test
	void onlyWhatIsThereIsChosen() {
		assertThat(AcceptEncoding.choose("br, gzip;q=0.5", EnumSet.of(ContentCoding.GZIP)))
			.isEqualTo(ContentCoding.GZIP);
		assertThat(AcceptEncoding.choose("br", EnumSet.of(ContentCoding.GZIP))).isNull();
		assertThat(AcceptEncoding.choose("br, gzip", Set.of())).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "identity;q=0", "identity;q=0, br;q=0", "*;q=0" })
	void thePlainFormIsChosenIfNothingElseIsThere(String value) {
		assertThat(AcceptEncoding.choose(value, EnumSet.of(ContentCoding.GZIP))).isNull();
		assertThat(AcceptEncoding.parse(value).identityQuality()).isZero();
	}

	@Test
	void qualitiesAreThousandths() {
		AcceptEncoding accepted = AcceptEncoding.parse("br;q=0.25, gzip;q=0.8, identity;q=0.007, *;q=0.1");
		assertThat(accepted.quality(ContentCoding.BR)).isEqualTo(250);
		assertThat(accepted.quality(ContentCoding.GZIP)).isEqualTo(800);
		assertThat(accepted.quality(ContentCoding.ZSTD)).isEqualTo(100);
		assertThat(accepted.identityQuality()).isEqualTo(7);
	}

	@Test
	void sixteenMembersAreRead() {
		assertThat(AcceptEncoding.choose("a,".repeat(15) + "gzip", ALL)).isEqualTo(ContentCoding.GZIP);
		assertThat(AcceptEncoding.choose("a,".repeat(16) + "gzip", ALL)).isNull();
		assertThat(AcceptEncoding.choose(", ".repeat(5000) + "gzip", ALL)).isEqualTo(ContentCoding.GZIP);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", ",", " ", ";", "q=", "gzip;q=0.5,", "gzip;", "*,", "\t;q=1", "0.1,", "gzip;q=0.000" })
	void aLongHostileValueDoesNoHarm(String piece) {
		String value = piece.repeat(10_240 / piece.length());
		AcceptEncoding accepted = AcceptEncoding.parse(value);
		for (ContentCoding coding : ContentCoding.values()) {
			assertThat(accepted.quality(coding)).isBetween(0, 1000);
		}
	}

}
