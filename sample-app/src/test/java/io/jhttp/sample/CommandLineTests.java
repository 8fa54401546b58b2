package io.jhttp.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

	@Test
	void keyWithoutCertificateIsRefused() throws IOException {
		Path key = Files.createFile(this.directory.resolve("key.pem"));
		assertRefused("options --tls-key and --tls-password-file need --tls-cert, try --help", "--tls-key",
				key.toString());
		assertRefused("'no.pem' is no file, or cannot be read", "--tls-cert", "no.pem");
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/2", "HTTP/0.9", "1.1", "http/1.1" })
	void unknownProtocolIsRefused(String version) {
		assertRefused("'" + version + "' is no protocol version: it can be HTTP/1.0 or HTTP/1.1", "-p", version);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Spam", ": a", "X Spam: a", "X-Spam: a\r\nb", "X-Spam : a" })
	void whatIsNoFieldIsRefused(String field) {
		assertRefused("'" + field + "' is no header field: it looks like 'Name: value'", "-H", field);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "65535" })
	void outermostPortsAreAccepted(String port) {
		assertThat(CommandLine.parse(port).springArguments()).containsExactly("--jhttp.port=" + port);
	}

	@Test
	void scriptsCanBeTurnedOn() {
		assertThat(CommandLine.parse("--cgi", "8001").springArguments()).containsExactly("--jhttp.cgi.enabled=true",
				"--jhttp.port=8001");
		assertRefused("option --cgi takes no value", "--cgi=no");
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

	@ParameterizedTest
	@ValueSource(strings = { "http", "80x", "65536", "99999999999", "-1", "", "8.0", "+80", "٨٠" })
	void whatIsNoPortIsRefused(String port) {
		assertRefused("'" + port + "' is no port: a port is a number from 0 to 65535", port);
	}

	@Test
	void secondPortIsRefused() {
		assertRefused("there can be one port only, but '8001' follows '8000', try --help", "8000", "8001");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--port", "-x", "--cgi-bin", "--debug", "-", "--" })
	void unknownOptionIsRefused(String option) {
		assertRefused("unknown option '" + option + "', try --help", option);
	}

	@Test
	void optionWithoutItsArgumentIsRefused() {
		assertRefused("option --bind needs an address, try --help", "--bind");
		assertRefused("option -b needs an address, try --help", "-b", "-d", ".");
		assertRefused("option --directory needs a directory, try --help", "--directory=");
	}

	@Test
	void propertyWithoutItsValueIsRefused() {
		assertRefused("option --jhttp.port needs a value: --jhttp.port=VALUE", "--jhttp.port");
	}

	@Test
	void helpWithAValueIsRefused() {
		assertRefused("option --help takes no value", "--help=me");
	}

	@Test
	void unknownHostIsRefused() {
		assertRefused("unknown host 'no such host'", "--bind", "no such host");
	}

	@Test
	void missingDirectoryIsRefused() {
		String missing = this.directory.resolve("missing").toString();
		assertRefused("'" + missing + "' is no directory, or cannot be read", "--directory", missing);
	}

	@Test
	void directoryThatCannotBeNamedIsRefused() {
		assertRefused("'a\0b' is no directory, or cannot be read", "-d", "a\0b");
	}

	private static void assertRefused(String message, String... args) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> CommandLine.parse(args)).withMessage(message);
	}

}
