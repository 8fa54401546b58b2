package io.jhttp.spring.boot.autoconfigure.auth;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Users} and {@link UsersFile}.
 */
class UsersTests {

	@TempDir
	Path directory;

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private Users read(String text) throws Exception {
		Users users = new Users();
		UsersFile.read(Files.writeString(this.directory.resolve("users"), text), users);
		return users;
	}

	@Test
	void passwordIsComparedWithItsHash() {
		Users users = new Users();
		users.add("ann", TestPasswords.SECRET);
		users.add("bob", "{bcrypt}" + TestPasswords.SECRET);
		users.add("eve", "{noop}plain");
		assertThat(users.verify("ann", bytes("secret"))).isTrue();
		assertThat(users.verify("ann", bytes("Secret"))).isFalse();
		assertThat(users.verify("bob", bytes("secret"))).isTrue();
		assertThat(users.verify("eve", bytes("plain"))).isTrue();
		assertThat(users.verify("eve", bytes("secret"))).isFalse();
	}

	@Test
	void userThatThereIsNotHasNoPassword() {
		Users users = new Users();
		assertThat(users.verify("ann", bytes("secret"))).isFalse();
		users.add("ann", "{noop}secret");
		assertThat(users.verify("eve", bytes("secret"))).isFalse();
		assertThat(users.verify("", bytes(""))).isFalse();
	}

	@Test
	void passwordIsNotShownByWhyItIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Users().add("ann", "hunter2"))
			.withMessage("has a password that is not hashed by bcrypt");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a:b", "a\nb" })
	void nameThatCannotBeSentIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Users().add(name, "{noop}secret"));
	}

	@ParameterizedTest
	@CsvSource({ "$2y$03$, cost 3", "$2y$16$, cost 16", "$2y$99$, cost 99" })
	void hashThatIsWeakOrTakesForEverIsRefused(String beginning, String reason) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Users().add("ann", beginning + TestPasswords.SECRET.substring(7)))
			.withMessageContaining(reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "$2y$04$", "$2y$15$" })
	void hashOfAnyOtherCostIsTaken(String beginning) {
		Users users = new Users();
		users.add("ann", beginning + TestPasswords.SECRET.substring(7));
		assertThat(users.names()).containsExactly("ann");
	}

	@ParameterizedTest
	@ValueSource(strings = { "$2y$10$short", "$2y$1x$aaaa", "$2y$" })
	void malformedHashIsRefused(String hash) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Users().add("ann", hash))
			.withMessage("has a malformed bcrypt hash");
	}

	@Test
	void fileHasAUserOnEachLine() throws Exception {
		Users users = read(
				"# people\r\n\n  ann:" + TestPasswords.SECRET + "\r\nJürgen:" + TestPasswords.SECRET + ":a comment\n");
		assertThat(users.names()).containsExactlyInAnyOrder("ann", "Jürgen");
		assertThat(users.verify("Jürgen", bytes("secret"))).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "ann:$apr1$x$y, MD5", "ann:$1$x$y, MD5", "ann:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=, SHA-1",
			"ann:{SSHA}5en6G6MezRroT3XKqkdPOmY, SHA-1", "ann:$5$x$y, SHA-2 of crypt", "ann:$6$x$y, SHA-2 of crypt",
			"ann:secret, not hashed by bcrypt", "ann:{noop}secret, not hashed",
			"ann:rqXexS6ZhobKA, not hashed by bcrypt" })
	void otherHashesOfAFileAreRefusedWithTheReason(String line, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> read("\n" + line))
			.withMessageStartingWith("User 'ann' in line 2 has a password ")
			.withMessageContaining(reason)
			.withMessageEndingWith("'htpasswd -B FILE NAME' writes a bcrypt hash.")
			.withMessageNotContaining(line.substring(4));
	}

	@Test
	void fileThatIsNoneIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> read("ann"))
			.withMessage("Line 1 is not NAME:HASH, as htpasswd writes it.");
		assertThatIllegalArgumentException().isThrownBy(() -> read("# nobody\n"))
			.withMessageStartingWith("It has no users.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> read("ann:" + TestPasswords.SECRET + "\nann:" + TestPasswords.SECRET))
			.withMessageStartingWith("User 'ann' in line 2 is there twice.");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> UsersFile.read(this.directory.resolve("missing"), new Users()))
			.withMessageStartingWith("It cannot be read: ");
	}

}
