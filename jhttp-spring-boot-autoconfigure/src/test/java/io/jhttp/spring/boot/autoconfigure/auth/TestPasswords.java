package io.jhttp.spring.boot.autoconfigure.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A password and its hash, and what a client sends for it.
 */
final class TestPasswords {

	/** What {@code htpasswd -nbB -C 4 ann secret} prints behind the colon. */
	static final String SECRET = "$2y$04$YtaIfNVWjQL2lAD.zreJrOhDvXGEd4lotCeUlpoZbr1IbsP8znzua";

	private TestPasswords() {
	}

	/** The field of a request. */
	static String basic(String user, String password) {
		return "Authorization: Basic "
				+ Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
	}

}
