package io.jhttp.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.security.crypto.bcrypt.BCrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CommandLine}.
 */
class CommandLineTests {

	@TempDir
	Path directory;

	@Test
	void nothingGivenLeavesEverythingToTheDefaults() {
		assertThat(CommandLine.parse().springArguments()).isEmpty();
	}

	@Test
	void portAndOptionsBecomeProperties() {
		String[] arguments = CommandLine.parse("9000", "--bind", "127.0.0.1", "--directory", this.directory.toString())
			.springArguments();
		assertThat(arguments).containsExactly("--jhttp.port=9000", "--jhttp.address=127.0.0.1",
				"--jhttp.directory=" + this.directory);
	}

	@Test
	void optionsMayStandBeforeThePort() {
		assertThat(CommandLine.parse("-b", "::1", "8001").springArguments()).containsExactly("--jhttp.address=::1",
				"--jhttp.port=8001");
	}

	@Test
	void valuesMayBeJoinedWithAnEqualsSign() {
		assertThat(CommandLine.parse("--bind=localhost", "--directory=" + this.directory).springArguments())
			.containsExactly("--jhttp.address=localhost", "--jhttp.directory=" + this.directory);
	}

	@Test
	void shortOptionsAreTheSame() {
		assertThat(CommandLine.parse("-b", "localhost", "-d", ".").springArguments())
			.containsExactly("--jhttp.address=localhost", "--jhttp.directory=.");
	}

	@Test
	void protocolHeadersAndTypeBecomeProperties() {
		assertThat(CommandLine
			.parse("--protocol", "HTTP/1.0", "-H", "X-Spam: a: b ", "--header=Cache-Control:no-cache", "--content-type",
					"text/plain")
			.springArguments()).containsExactly("--jhttp.protocol-version=HTTP/1.0",
					"--jhttp.files.headers[X-Spam]=a: b", "--jhttp.files.headers[Cache-Control]=no-cache",
					"--jhttp.files.default-content-type=text/plain");
		assertThat(CommandLine.parse("-p", "HTTP/1.1").springArguments())
			.containsExactly("--jhttp.protocol-version=HTTP/1.1");
	}

	@Test
	void fileWithUsersBecomesAProperty() throws IOException {
		Path users = Files.createFile(this.directory.resolve("users"));
		assertThat(CommandLine.parse("--users-file", users.toString()).springArguments())
			.containsExactly("--jhttp.auth.users-file=" + users);
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> CommandLine.parse("--users-file", this.directory.resolve("missing").toString()))
			.withMessageEndingWith("missing' is no file, or cannot be read");
	}

	@Test
	void passwordOfAUserIsAskedForAndHashed() {
		String[] arguments = CommandLine.parse((question) -> question + "${b}", "--auth", "ann").springArguments();
		assertThat(arguments).hasSize(1);
		String name = "--jhttp.auth.users[ann]=";
		assertThat(arguments[0]).startsWith(name + "$2a$10$");
		assertThat(BCrypt.checkpw("Password for ann: ${b}", arguments[0].substring(name.length()))).isTrue();
	}

	@Test
	void withoutATerminalOrAPasswordThereIsNoUser() {
		assertThatExceptionOfType(StartException.class)
			.isThrownBy(() -> CommandLine.parse((question) -> null, "--auth", "ann"))
			.withMessage("there is no terminal to ask for the password of 'ann': use --users-file");
		for (String password : new String[] { "", "a".repeat(73) }) {
			assertThatExceptionOfType(StartException.class)
				.isThrownBy(() -> CommandLine.parse((question) -> password, "--auth", "ann"))
				.withMessage("a password has 1 to 72 bytes");
		}
	}

	@Test
	void certificateAndKeyBecomeABundle() throws IOException {
		Path certificate = Files.createFile(this.directory.resolve("cert.pem"));
		Path key = Files.createFile(this.directory.resolve("key.pem"));
		Path password = Files.writeString(this.directory.resolve("password"), "spam eggs\n");
		String store = "--spring.ssl.bundle.pem.command-line.keystore.";
		assertThat(CommandLine.parse("--tls-cert", certificate.toString()).springArguments()).containsExactly(
				"--jhttp.ssl.bundle=command-line", store + "certificate=file:" + certificate,
				store + "private-key=file:" + certificate);
		assertThat(CommandLine.parse("--tls-password-file=" + password, "--tls-key=" + key, "--tls-cert=" + certificate)
			.springArguments()).containsExactly("--jhttp.ssl.bundle=command-line",
					store + "certificate=file:" + certificate, store + "private-key=file:" + key,
					store + "private-key-password=spam eggs");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "65535" })
	void outermostPortsAreAccepted(String port) {
		assertThat(CommandLine.parse(port).springArguments()).containsExactly("--jhttp.port=" + port);
	}

	@Test
	void propertiesWithADotArePassedOn() {
		assertThat(CommandLine.parse("--jhttp.server-header=", "--logging.level.io.jhttp=debug").springArguments())
			.containsExactly("--jhttp.server-header=", "--logging.level.io.jhttp=debug");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-h", "--help" })
	void helpGoesBeforeWhatFollows(String option) {
		assertThat(CommandLine.parse(option, "--nonsense").helpWanted()).isTrue();
	}

	@Test
	void keyWithoutCertificateIsRefused() throws IOException {
		String key = Files.createFile(this.directory.resolve("key.pem")).toString();
		assertRefused("--tls-key requires --tls-cert to be set", "--tls-key", key);
		assertRefused("--tls-password-file requires --tls-cert to be set", "--tls-password-file", key);
		assertCannotStart("'no.pem' is not a file, or cannot be read", "--tls-cert", "no.pem");
	}

	@Test
	void theLastOfSeveralValuesCounts() {
		assertThat(CommandLine.parse("-b", "no such host", "-b", "127.0.0.1").springArguments())
			.containsExactly("--jhttp.address=127.0.0.1");
		assertThat(CommandLine.parse("9000", "--jhttp.port=9001").springArguments())
			.containsExactly("--jhttp.port=9001");
		assertThat(CommandLine.parse("-d", "missing", "-d", ".", "-p", "HTTP/1.1", "-p", "HTTP/1.0").springArguments())
			.containsExactly("--jhttp.directory=.", "--jhttp.protocol-version=HTTP/1.0");
	}

	@Test
	void longOptionsCanBeShortened() {
		assertThat(CommandLine.parse("--dir", ".", "--bi=::1", "--cg").springArguments())
			.containsExactly("--jhttp.directory=.", "--jhttp.address=::1", "--jhttp.cgi.enabled=true");
		assertRefused("ambiguous option: --tls could match --tls-cert, --tls-key, --tls-password-file", "--tls", "a");
		assertRefused("ambiguous option: --c=1 could match --cgi, --content-type", "--c=1");
	}

	@Test
	void valuesMayBeJoinedWithShortOptions() {
		assertThat(CommandLine.parse("-b127.0.0.1", "-d=.", "-pHTTP/1.0", "-HX-Spam: eggs").springArguments())
			.containsExactly("--jhttp.address=127.0.0.1", "--jhttp.directory=.", "--jhttp.protocol-version=HTTP/1.0",
					"--jhttp.files.headers[X-Spam]=eggs");
	}

	@Test
	void nothingIsAnOptionBehindTwoHyphens() {
		assertThat(CommandLine.parse("-d", ".", "--", "8001").springArguments()).containsExactly("--jhttp.directory=.",
				"--jhttp.port=8001");
		assertThat(CommandLine.parse("--").springArguments()).isEmpty();
		assertRefused("argument port: invalid int value: '--cgi'", "--", "--cgi");
		assertRefused("unrecognized arguments: --", "--", "8001", "--");
	}

	@Test
	void headersHaveOneArgumentOrTwo() {
		assertThat(CommandLine.parse("-H", "X-Spam", "a: b", "--header", "X-Eggs", "", "-H", "X-Ham: c", "8001")
			.springArguments()).containsExactly("--jhttp.files.headers[X-Spam]=a: b", "--jhttp.files.headers[X-Eggs]=",
					"--jhttp.files.headers[X-Ham]=c", "--jhttp.port=8001");
		assertRefused("argument -H/--header: expected 2 arguments", "-H");
		assertRefused("argument -H/--header: expected 2 arguments", "-H", "X-Spam");
		assertRefused("argument -H/--header: expected 2 arguments", "--header=X-Spam", "a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "X Spam", "X-Spam ", "X-Späm" })
	void whatIsNoFieldNameIsRefused(String name) {
		assertRefused("argument -H/--header: '" + name.replace('ä', '?')
				+ "' cannot be a field name: it is not an RFC 9110 token", "-H", name + ": a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r", "\n", "\u0000", "\u20ac" })
	void whatIsNoFieldValueIsRefused(String character) {
		String code = String.format("%04x", (int) character.charAt(0));
		assertRefused(
				"argument -H/--header: The value of the field 'X-Spam' has the character U+" + code
						+ " at position 1: only visible ISO-8859-1 characters, spaces and tabs may stand there",
				"-H", "X-Spam", "a" + character);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/2", "HTTP/0.9", "1.1", "http/1.1" })
	void unknownProtocolIsRefused(String version) {
		assertRefused("argument -p/--protocol: invalid choice: '" + version + "' (choose from 'HTTP/1.0', 'HTTP/1.1')",
				"-p", version);
	}

	@Test
	void scriptsCanBeTurnedOn() {
		assertThat(CommandLine.parse("--cgi", "8001").springArguments()).containsExactly("--jhttp.cgi.enabled=true",
				"--jhttp.port=8001");
		assertRefused("argument --cgi: ignored explicit argument 'no'", "--cgi=no");
	}

	@Test
	void requestsAreLoggedUnlessQuietIsWanted() {
		assertThat(CommandLine.parse().defaultProperties()).containsEntry("jhttp.access-log.enabled", true)
			.containsEntry("jhttp.access-log.format", "python");
		assertThat(CommandLine.parse("--quiet").defaultProperties()).containsEntry("jhttp.access-log.enabled", false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http", "80x", "99999999999", "", "8.0", "-" })
	void whatIsNoNumberIsNoPort(String port) {
		assertRefused("argument port: invalid int value: '" + port + "'", port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "65536", "-1" })
	void portOutOfRangeIsRefused(String port) {
		assertRefused("argument port: a port is a number from 0 to 65535, not " + port, port);
	}

	@Test
	void secondPortIsRefused() {
		assertRefused("unrecognized arguments: 8001", "8000", "8001");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--port", "-x", "--cgi-bin", "--debug" })
	void unknownOptionIsRefused(String option) {
		assertRefused("unrecognized arguments: " + option, option);
	}

	@Test
	void optionWithoutItsArgumentIsRefused() {
		assertRefused("argument -b/--bind: expected one argument", "--bind");
		assertRefused("argument -b/--bind: expected one argument", "-b", "-d", ".");
		assertRefused("argument -d/--directory: expected one argument", "-d", "--", "x");
		assertRefused("argument --jhttp.port: expected --jhttp.port=VALUE", "--jhttp.port");
		assertRefused("argument -h/--help: ignored explicit argument 'me'", "--help=me");
	}

	@Test
	void whatIsNotThereCannotBeServed() {
		assertCannotStart("unknown host 'no such host'", "--bind", "no such host");
		assertCannotStart("unknown host ''", "--bind", "");
		String missing = this.directory.resolve("missing").toString();
		assertCannotStart("'" + missing + "' is not a directory, or cannot be read", "--directory", missing);
		assertCannotStart("'' is not a directory, or cannot be read", "--directory=");
		assertCannotStart("'a\0b' is not a directory, or cannot be read", "-d", "a\0b");
	}

	private static void assertRefused(String message, String... args) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> CommandLine.parse(args)).withMessage(message);
	}

	private static void assertCannotStart(String message, String... args) {
		assertThatExceptionOfType(StartException.class).isThrownBy(() -> CommandLine.parse(args)).withMessage(message);
	}

}
