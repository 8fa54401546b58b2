package io.jhttp.sample;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An option of the command line.
 */
enum Option {

	HELP("-h", "--help", 0),

	CGI(null, "--cgi", 0),

	BIND("-b", "--bind", 1),

	DIRECTORY("-d", "--directory", 1),

	PROTOCOL("-p", "--protocol", 1),

	HEADER("-H", "--header", 2),

	CONTENT_TYPE(null, "--content-type", 1),

	TLS_CERT(null, "--tls-cert", 1),

	TLS_KEY(null, "--tls-key", 1),

	TLS_PASSWORD_FILE(null, "--tls-password-file", 1),

	USERS_FILE(null, "--users-file", 1),

	AUTH(null, "--auth", 1),

	QUIET(null, "--quiet", 0);

	private final @Nullable String letter;

	private final String longName;

	private final int arguments;

	Option(@Nullable String letter, String longName, int arguments) {
		this.letter = letter;
		this.longName = longName;
		this.arguments = arguments;
	}

	/** The options that a name, or the beginning of a long one, can mean. */
	static List<Option> named(String name) {
		return Arrays.stream(values())
			.filter((option) -> name.equals(option.longName))
			.findFirst()
			.map(List::of)
			.orElseGet(() -> Arrays.stream(values()).filter((option) -> option.begins(name)).toList());
	}

	private boolean begins(String name) {
		return name.equals(this.letter) || (name.startsWith("--") && this.longName.startsWith(name));
	}

	String longName() {
		return this.longName;
	}

	int arguments() {
		return this.arguments;
	}

	/** As Python's messages have it. */
	@Override
	public String toString() {
		return (this.letter != null) ? this.letter + "/" + this.longName : this.longName;
	}

}
