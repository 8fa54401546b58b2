package io.jhttp.spring.boot.autoconfigure.auth;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.security.crypto.bcrypt.BCrypt;
import org.springframework.util.ClassUtils;

/**
 * A password hashed by bcrypt, as {@code htpasswd -B} writes it.
 */
final class BcryptPassword implements PasswordHash {

	private static final Pattern FORM = Pattern.compile("\\$2[aby]?\\$(\\d\\d)\\$[./0-9A-Za-z]{53}");

	/** Each step doubles the time; 15 are some seconds. */
	private static final int MAX_COST = 15;

	private static final int MIN_COST = 4;

	private final String hash;

	private final int cost;

	private BcryptPassword(String hash, int cost) {
		this.hash = hash;
		this.cost = cost;
	}

	static boolean isOne(String hash) {
		return hash.startsWith("$2");
	}

	/**
	 * Reads a hash.
	 * @throws IllegalArgumentException if it is malformed, or would cost too much
	 */
	static BcryptPassword of(String hash) {
		Matcher matcher = FORM.matcher(hash);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("has a malformed bcrypt hash");
		}
		int cost = Integer.parseInt(matcher.group(1));
		if (cost < MIN_COST || cost > MAX_COST) {
			throw new IllegalArgumentException(
					"has a bcrypt hash of cost " + cost + ", which has to be " + MIN_COST + " to " + MAX_COST);
		}
		if (!ClassUtils.isPresent("org.springframework.security.crypto.bcrypt.BCrypt", null)) {
			throw new MissingBcryptException();
		}
		return new BcryptPassword(hash, cost);
	}

	@Override
	public boolean matches(byte[] password) {
		return BCrypt.checkpw(password, this.hash);
	}

	@Override
	public int cost() {
		return this.cost;
	}

}
