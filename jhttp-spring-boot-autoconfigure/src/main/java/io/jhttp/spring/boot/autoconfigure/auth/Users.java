package io.jhttp.spring.boot.autoconfigure.auth;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The users, and what is known of their passwords.
 */
public final class Users {

	private static final String PLAIN = "{noop}";

	private static final String BCRYPT = "{bcrypt}";

	private final Map<String, PasswordHash> byName = new HashMap<>();

	/** What is done for users that do not exist, so that guesses tell nothing of them. */
	private @Nullable PasswordHash costly;

	/**
	 * Adds a user.
	 * @param name the name, which has no colon (RFC 7617, section 2)
	 * @param password a hash of bcrypt, perhaps behind <code>{bcrypt}</code>, or the
	 * password itself behind <code>{noop}</code>
	 * @throws IllegalArgumentException if it is neither, with a reason that begins with a
	 * verb; it does not tell the password
	 */
	public void add(String name, String password) {
		if (name.isEmpty() || name.chars().anyMatch((c) -> c == ':' || Character.isISOControl(c))) {
			throw new IllegalArgumentException(
					"has a name that cannot be sent: it is empty, or has a colon or a control character");
		}
		PasswordHash hash = hash(password);
		if (this.byName.put(name, hash) != null) {
			throw new IllegalArgumentException("is there twice");
		}
		this.costly = this.byName.values().stream().max(Comparator.comparingInt(PasswordHash::cost)).orElse(hash);
	}

	private static PasswordHash hash(String password) {
		if (password.startsWith(PLAIN)) {
			return new PlainPassword(password.substring(PLAIN.length()));
		}
		String hash = password.startsWith(BCRYPT) ? password.substring(BCRYPT.length()) : password;
		if (BcryptPassword.isOne(hash)) {
			return BcryptPassword.of(hash);
		}
		throw new IllegalArgumentException(foreign(hash));
	}

	private static String foreign(String hash) {
		if (hash.startsWith("$apr1$") || hash.startsWith("$1$")) {
			return "has a password hashed by MD5, which is broken";
		}
		if (hash.startsWith("{SHA}") || hash.startsWith("{SSHA}")) {
			return "has a password hashed by SHA-1, which is guessed too fast";
		}
		if (hash.startsWith("$5$") || hash.startsWith("$6$")) {
			return "has a password hashed by the SHA-2 of crypt, which is not supported";
		}
		return "has a password that is not hashed by bcrypt";
	}

	boolean verify(String name, byte[] password) {
		PasswordHash known = this.byName.get(name);
		PasswordHash compared = (known != null) ? known : this.costly;
		boolean matches = compared != null && compared.matches(password);
		return matches && known != null;
	}

	/**
	 * The names of all users.
	 * @return names in any order
	 */
	public Set<String> names() {
		return this.byName.keySet();
	}

	/**
	 * Whether there are no users.
	 * @return true if no client can log in
	 */
	public boolean isEmpty() {
		return this.byName.isEmpty();
	}

}
