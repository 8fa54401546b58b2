package io.jhttp.server.http;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What any protocol's head of a request finds in its fields.
 */
class RequestHeadTests {

	private final RequestHead head = new Lines("Host: a", "Accept: b", "accept: c", "Connection: x , CLOSE",
			"ACCEPT: d", "connection:", "Connection: y");

	@ParameterizedTest
	@CsvSource({ "Host, 0, 0", "host, 0, 0", "Host, 1, -1", "Accept, 0, 1", "Accept, 2, 2", "accept, 3, 4",
			"Accept, 5, -1", "Connection, 5, 5", "Connection, 6, 6", "Connection, 7, -1", "Acc, 0, -1" })
	void aLineIsFoundInAnyCaseFromAnIndexOn(String name, int from, int index) {
		assertThat(this.head.indexOf(name, from)).isEqualTo(index);
	}

	@Test
	void theFirstValueOfAFieldIsTheField() {
		assertThat(this.head.field("host")).isEqualTo("a");
		assertThat(this.head.field("accept")).isEqualTo("b");
		assertThat(this.head.field("none")).isNull();
	}

	@Test
	void theLinesOfAFieldAreCombinedInOrder() {
		assertThat(this.head.combinedField("Host")).isEqualTo("a");
		assertThat(this.head.combinedField("Accept")).isEqualTo("b, c, d");
		assertThat(this.head.combinedField("none")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "close, true", "x, true", "Y, true", "clos, false", "'x , CLOSE', false", "z, false" })
	void aMemberIsFoundInAnyLine(String member, boolean there) {
		assertThat(this.head.hasListMember("connection", member)).isEqualTo(there);
		assertThat(this.head.hasListMember("none", member)).isFalse();
	}

	@Test
	void methodsAndValuesAreComparedCaseSensitively() {
		assertThat(this.head.methodIs("GET")).isTrue();
		assertThat(this.head.methodIs("get")).isFalse();
		assertThat(this.head.fieldValueIs(3, "x , CLOSE")).isTrue();
		assertThat(this.head.fieldValueIs(3, "x , close")).isFalse();
	}

	/**
	 * A head that says as little by itself as it may.
	 *
	 * @param lines names and values
	 */
	private record Lines(String... lines) implements RequestHead {

		@Override
		public String method() {
			return "GET";
		}

		@Override
		public String requestLine() {
			return "GET / HTTP/1.1";
		}

		@Override
		public String target() {
			return "/";
		}

		@Override
		public @Nullable String host() {
			return "a";
		}

		@Override
		public boolean isForServer() {
			return false;
		}

		@Override
		public String path() {
			return "/";
		}

		@Override
		public PathBytes pathBytes() {
			return PathBytes.of("/");
		}

		@Override
		public @Nullable String query() {
			return null;
		}

		@Override
		public HttpVersion version() {
			return HttpVersion.HTTP_1_1;
		}

		@Override
		public int fieldCount() {
			return this.lines.length;
		}

		@Override
		public String fieldName(int index) {
			return this.lines[index].substring(0, this.lines[index].indexOf(':'));
		}

		@Override
		public String fieldValue(int index) {
			return this.lines[index].substring(this.lines[index].indexOf(':') + 1).strip();
		}

		@Override
		public long contentLength() {
			return -1;
		}

		@Override
		public boolean isPersistent() {
			return true;
		}

	}

}
