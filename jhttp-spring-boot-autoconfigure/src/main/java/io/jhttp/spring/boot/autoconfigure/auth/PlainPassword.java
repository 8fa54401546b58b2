package io.jhttp.spring.boot.autoconfigure.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A password that is written as it is, for development.
 */
final class PlainPassword implements PasswordHash {

	private final byte[] password;

	PlainPassword(String password) {
		this.password = password.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public boolean matches(byte[] password) {
		return MessageDigest.isEqual(password, this.password);
	}

	@Override
	public int cost() {
		return 0;
	}

}
