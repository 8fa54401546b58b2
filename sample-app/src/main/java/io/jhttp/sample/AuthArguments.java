package io.jhttp.sample;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * The options for users, as properties of jhttp.
 */
final class AuthArguments {

	/** What bcrypt looks at. */
	private static final int MAX_BYTES = 72;

	private final UnaryOperator<@Nullable String> prompt;

	private @Nullable String file;

	private @Nullable String user;

	/**
	 * Creates options that are not set yet.
	 * @param prompt asks for the password of a user; null if it cannot
	 */
	AuthArguments(UnaryOperator<@Nullable String> prompt) {
		this.prompt = prompt;
	}

	void file(String file) {
		this.file = file;
	}

	void user(String user) {
		this.user = user;
	}

	/**
	 * The same in Spring's words.
	 * @return properties by name
	 * @throws StartException if there is no such file, or no password
	 */
	Map<String, String> properties() {
		Map<String, String> properties = new LinkedHashMap<>();
		if (this.file != null) {
			properties.put("jhttp.auth.users-file", readable(this.file).toString());
		}
		if (this.user != null) {
			properties.put("jhttp.auth.users[" + this.user + "]", hash(this.user));
		}
		return properties;
	}

	private static Path readable(String file) {
		try {
			Path path = Path.of(file).toAbsolutePath();
			if (Files.isReadable(path)) {
				return path;
			}
		}
		catch (InvalidPathException ex) {
			// It has no such name.
		}
		throw new StartException("'" + file + "' is no file, or cannot be read");
	}

	/** Nothing but the hash stays in the environment of the application. */
	private String hash(String user) {
		String password = this.prompt.apply("Password for " + user + ": ");
		if (password == null) {
			throw new StartException("there is no terminal to ask for the password of '" + user + "': use "
					+ Option.USERS_FILE.longName());
		}
		if (password.isEmpty() || password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
			throw new StartException("a password has 1 to " + MAX_BYTES + " bytes");
		}
		return BCrypt.hashpw(password, BCrypt.gensalt());
	}

}
