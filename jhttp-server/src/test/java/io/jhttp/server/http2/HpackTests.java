package io.jhttp.server.http2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Header compression, with the vectors of RFC 7541, appendix C.
 */
class HpackTests {

	private static final String REQUEST = ":method: GET, :scheme: http, :path: /, :authority: www.example.com";

	private final HpackDecoder decoder = new HpackDecoder();

	private final HpackBuffer buffer = new HpackBuffer();

	private final HpackEncoder encoder = new HpackEncoder(new FieldNames(), this.buffer);

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.replace(" ", ""));
	}

	private String decode(String block) throws ConnectionError {
		return decode(this.decoder, hex(block));
	}

	private static String decode(HpackDecoder decoder, byte[] block) throws ConnectionError {
		List<String> fields = new ArrayList<>();
		decoder.decode(block, 0, block.length, (field) -> fields.add(field.name() + ": " + field.value()));
		return String.join(", ", fields);
	}

	/** What the encoder says of fields that are given in turn by name and value. */
	private byte[] encode(String... fields) {
		this.encoder.begin(0);
		for (int i = 0; i < fields.length; i += 2) {
			this.encoder.field(fields[i], fields[i + 1]);
		}
		return Arrays.copyOf(this.buffer.encoded(), this.buffer.length());
	}

	@ParameterizedTest
	@CsvSource({ "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572, custom-key: custom-header",
			"040c 2f73 616d 706c 652f 7061 7468, :path: /sample/path",
			"1008 7061 7373 776f 7264 0673 6563 7265 74, password: secret", "82, :method: GET" })
	void eachRepresentationIsDecoded(String block, String field) throws Exception {
		assertThat(decode(block)).isEqualTo(field);
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d/8286 84be 5808 6e6f 2d63 6163 6865/"
					+ "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
			"8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff/8286 84be 5886 a8eb 1064 9cbf/"
					+ "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf" })
	void requestsOfOneConnectionReferToEachOther(String blocks) throws Exception {
		String[] each = blocks.split("/");
		assertThat(decode(each[0])).isEqualTo(REQUEST);
		assertThat(decode(each[1])).isEqualTo(REQUEST + ", cache-control: no-cache");
		assertThat(decode(each[2])).isEqualTo(":method: GET, :scheme: https, :path: /index.html, "
				+ ":authority: www.example.com, custom-key: custom-value");
	}

	@Test
	void oldFieldsAreEvicted() throws Exception {
		// RFC 7541, appendix C.6, whose table has 256 bytes.
		String first = "3fe1 01 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff"
				+ "6e91 9d29 ad17 1863 c78f 0b97 c8e9 ae82 ae43 d3";
		assertThat(decode(first))
			.isEqualTo(":status: 302, cache-control: private, date: Mon, 21 Oct 2013 20:13:21 GMT, "
					+ "location: https://www.example.com");
		assertThat(decode("4883 640e ffc1 c0bf")).startsWith(":status: 307, cache-control: private, date: Mon, ");
		assertThat(decode("88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7"
				+ "821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106"
				+ "3d50 07"))
			.isEqualTo(":status: 200, cache-control: private, date: Mon, 21 Oct 2013 20:13:22 GMT, "
					+ "location: https://www.example.com, content-encoding: gzip, "
					+ "set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1");
		// The table has set-cookie, content-encoding and date now.
		assertThat(decode("be bf c0")).startsWith("set-cookie: ").contains("content-encoding: gzip, date: Mon, ");
		assertThatExceptionOfType(ConnectionError.class).isThrownBy(() -> decode("c1"));
	}

	@ParameterizedTest
	@CsvSource({ "80, a number of no field", "be, a field that was not added", "7f80 8080 8080 01, a number too large",
			"40, nothing behind a literal", "4001, nothing in a string", "400a 63, a string that is cut",
			"0001 6181 ff, a Huffman code that is padding only", "0001 6184 ffff ffff, the end of string",
			"0001 6182 1fff, padding of a byte", "0001 6181 18, padding of zeros", "8220, a resize behind a field",
			"3fe2 1f, a table larger than agreed" })
	void whatIsMalformedEndsTheConnection(String block, String reason) {
		assertThatExceptionOfType(ConnectionError.class).as(reason)
			.isThrownBy(() -> decode(block))
			.extracting(ConnectionError::code)
			.isEqualTo(ErrorCode.COMPRESSION_ERROR);
	}

	@Test
	void everyByteIsTheSameBehindTheHuffmanCode() {
		for (int c = 0; c < 256; c++) {
			String text = (char) c + "a" + (char) c;
			byte[] code = new byte[12];
			int length = HuffmanTable.encode(text, code, 0);
			assertThat(length).isEqualTo(HuffmanTable.encodedLength(text));
			byte[] decoded = new byte[HuffmanTable.maxDecoded(length)];
			assertThat(HuffmanTable.decode(code, 0, length, decoded)).isEqualTo(3);
			assertThat(new String(decoded, 0, 3, StandardCharsets.ISO_8859_1)).isEqualTo(text);
		}
	}

	@Test
	void theHuffmanCodeIsThatOfTheStandard() {
		byte[] code = new byte[20];
		int length = HuffmanTable.encode("www.example.com", code, 0);
		assertThat(HexFormat.of().formatHex(code, 0, length)).isEqualTo("f1e3c2e5f23a6ba0ab90f4ff");
	}

	@Test
	void whatComesAgainIsSentByItsNumber() throws Exception {
		String[] fields = { "Server", "jhttp", "Content-Type", "text/html", "X-New", "1" };
		byte[] first = encode(fields);
		byte[] second = encode(fields);
		assertThat(decode(this.decoder, first)).isEqualTo("server: jhttp, content-type: text/html, x-new: 1");
		assertThat(second).containsExactly(0xc0, 0xbf, 0xbe);
		assertThat(decode(this.decoder, second)).isEqualTo("server: jhttp, content-type: text/html, x-new: 1");
	}

	@Test
	void secretsAreNeverKeptAndWhatChangesIsNot() {
		for (String secret : List.of("Set-Cookie", "authorization", "Cookie", "Proxy-Authorization")) {
			assertThat(encode(secret, "a")[0] & 0xf0).as(secret).isEqualTo(0x10);
			assertThat(encode(secret, "a")[0] & 0xf0).as(secret).isEqualTo(0x10);
		}
		for (String changing : List.of("Content-Length", "ETag", "Last-Modified")) {
			assertThat(encode(changing, "1")[0] & 0xf0).as(changing).isZero();
			assertThat(encode(changing, "1")[0] & 0xf0).as(changing).isZero();
		}
	}

	@Test
	void fieldsOfConnectionsOfHttp1AreLeftOut() {
		assertThat(encode("Connection", "close", "Keep-Alive", "1", "Upgrade", "x", "Transfer-Encoding", "chunked"))
			.isEmpty();
	}

	@Test
	void theTableIsAsSmallAsTheClientWants() throws Exception {
		encode("Server", "jhttp");
		this.encoder.maxTableSize(0);
		this.encoder.maxTableSize(100);
		byte[] block = encode("Server", "jhttp");
		// First the smallest size, then the last one (RFC 7541, section 4.2).
		assertThat(block).startsWith(0x20, 0x3f, 100 - 31, 0x40 | 54);
		assertThat(decode(this.decoder, block)).isEqualTo("server: jhttp");
		this.encoder.maxTableSize(0);
		assertThat(encode("Server", "jhttp")).startsWith(0x20, 0x40 | 54);
		assertThat(encode("Server", "jhttp")).startsWith(0x40 | 54);
		this.encoder.maxTableSize(1 << 20);
		assertThat(encode("Server", "jhttp")).startsWith(0x3f, 0xe1, 0x1f);
	}

	@Test
	void manyResponsesWithDifferentFieldsAreDecodedAsTheyWere() throws Exception {
		for (int i = 0; i < 5000; i++) {
			String id = Integer.toString(i % 700);
			byte[] block = encode("Server", "jhttp", "X-" + i % 13, id, "Content-Type", "text/" + i % 3);
			assertThat(decode(this.decoder, block))
				.isEqualTo("server: jhttp, x-" + i % 13 + ": " + id + ", content-type: text/" + i % 3);
		}
	}

}
