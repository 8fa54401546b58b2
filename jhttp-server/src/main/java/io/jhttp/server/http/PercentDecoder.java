package io.jhttp.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Decodes percent-encoded text once, as UTF-8, and refuses what is not (RFC 3986, section
 * 2.1): overlong forms and lone surrogates are how a path is spelled twice.
 */
public final class PercentDecoder {

	private PercentDecoder() {
	}

	/**
	 * Decodes a text.
	 * @param encoded ASCII text with percent-encoded bytes
	 * @return the text
	 * @throws HttpProblem 400 if an escape is malformed or the bytes are not UTF-8
	 */
	public static String decode(String encoded) {
		if (encoded.indexOf('%') < 0) {
			return encoded;
		}
		byte[] bytes = new byte[encoded.length()];
		int length = 0;
		for (int i = 0; i < encoded.length(); i++) {
			char c = encoded.charAt(i);
			if (c == '%') {
				bytes[length++] = b(encoded, i);
				i += 2;
			}
			else {
				bytes[length++] = (byte) c;
			}
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length)).toString();
		}
		catch (CharacterCodingException ex) {
			throw HttpProblem.badRequest("The percent-encoded bytes are not UTF-8.");
		}
	}

	private static byte b(String encoded, int at) {
		if (at + 2 < encoded.length()) {
			int high = Bytes.hexValue((byte) encoded.charAt(at + 1));
			int low = Bytes.hexValue((byte) encoded.charAt(at + 2));
			if (high >= 0 && low >= 0) {
				return (byte) (high * 16 + low);
			}
		}
		throw HttpProblem.badRequest("A percent sign is not followed by two hexadecimal digits.");
	}

}
