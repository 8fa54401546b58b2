package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What may stand in a Host field, and before the path of an absolute target.
 */
class HostSyntaxTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "example.org", "EXAMPLE.org:8080", "127.0.0.1:80", "[::1]", "[::]", "[::1]:8080",
			"[2001:DB8::192.0.2.1]:0", "a:", "a:65535", "a:99999", "%41", "%0a", "a%C3%a4", "a%20:1",
			"-._~!$&'()*+,;=" })
	void aHostIsANameOrAnAddressPerhapsWithAPort(String host) {
		assertThat(HostSyntax.isValid(host)).isTrue();
		assertThat(isValidBetweenOthers(host)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ":", ":80", "a:b", "a:123456", "a:1:2", "a:-1", "a: 1", "a:1 ", " a", "a b", "a/b",
			"a?b", "a#b", "a\\b", "u@a", "u:p@a", "a\"", "<a>", "a\u0000", "a\u00e4", "a\u0161", "%", "a%", "a%4",
			"a%4z", "a%z4", "a%zz", "a%%41", "a%4:1", "::1", "[", "[]", "[]:80", "[:]", "[1]]", "[::1", "[::1:80",
			"[::1]a", "[::1]80", "[::1]:b", "[::1]:123456", "[::1]:80]", "[anything]", "[::g]", "[::1%25eth0]",
			"[v1.a]", "[[::1]]", "[::1/]", "a[::1]", "a]" })
	void anythingElseIsRefused(String host) {
		assertThat(HostSyntax.isValid(host)).isFalse();
		assertThat(isValidBetweenOthers(host)).isFalse();
	}

	/** What stands around it must neither help nor harm. */
	private static boolean isValidBetweenOthers(String host) {
		byte[] bytes = ("[::1]a%41:80" + host + "41:80]").getBytes(StandardCharsets.ISO_8859_1);
		return Authority.isValid(bytes, 12, 12 + host.length());
	}

}
