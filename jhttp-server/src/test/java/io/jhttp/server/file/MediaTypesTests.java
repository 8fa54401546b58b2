package io.jhttp.server.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MediaTypesTests {

	private static final MediaTypes DEFAULTS = MediaTypes.defaults();

	@ParameterizedTest
	@CsvSource({ "html, text/html;charset=utf-8", "htm, text/html;charset=utf-8", "css, text/css;charset=utf-8",
			"js, text/javascript;charset=utf-8", "mjs, text/javascript;charset=utf-8", "json, application/json",
			"map, application/json", "webmanifest, application/manifest+json", "wasm, application/wasm",
			"svg, image/svg+xml", "svgz, image/svg+xml", "png, image/png", "jpg, image/jpeg", "jpeg, image/jpeg",
			"gif, image/gif", "webp, image/webp", "avif, image/avif", "jxl, image/jxl", "heic, image/heic",
			"ico, image/x-icon", "bmp, image/bmp", "woff, font/woff", "woff2, font/woff2", "ttf, font/ttf",
			"otf, font/otf", "mp3, audio/mpeg", "m4a, audio/mp4", "ogg, audio/ogg", "opus, audio/ogg", "wav, audio/wav",
			"flac, audio/flac", "mp4, video/mp4", "webm, video/webm", "mov, video/quicktime", "ts, video/mp2t",
			"m3u8, application/vnd.apple.mpegurl", "vtt, text/vtt;charset=utf-8", "pdf, application/pdf",
			"rtf, application/rtf", "xml, text/xml", "xsl, text/xml", "zip, application/zip", "gz, application/gzip",
			"tgz, application/gzip", "bz2, application/x-bzip2", "xz, application/x-xz", "zst, application/zstd",
			"tar, application/x-tar", "jar, application/java-archive",
			"docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
			"exe, application/octet-stream", "iso, application/octet-stream", "csv, text/csv;charset=utf-8",
			"md, text/markdown;charset=utf-8", "ics, text/calendar;charset=utf-8" })
	void commonTypesAreWhatClientsExpect(String extension, String type) {
		assertThat(DEFAULTS.of("a." + extension)).isEqualTo(type);
		assertThat(DEFAULTS.of("A.B." + extension.toUpperCase(Locale.ROOT))).isEqualTo(type);
	}

	@ParameterizedTest
	@ValueSource(strings = { "txt", "py", "c", "h", "java", "sh", "yml", "yaml", "toml", "log", "conf", "rs", "go" })
	void whatPeopleReadIsShownAsText(String extension) {
		assertThat(DEFAULTS.of("a." + extension)).isEqualTo("text/plain;charset=utf-8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "README", "a.", ".html", "..html", "a.html.", "a.unknown", "html",
			"a.html ", "a.z", "a.html~", "a.#", "a.+text/html" })
	void whatIsUnknownIsJustBytes(String name) {
		assertThat(DEFAULTS.of(name)).isEqualTo("application/octet-stream");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.html", ".a.html", "..a.html", "a b.html", "a..html", "a.tar.html" })
	void theLastExtensionCounts(String name) {
		assertThat(DEFAULTS.of(name)).isEqualTo("text/html;charset=utf-8");
	}

	@Test
	void aDefaultIsReplacedAndAnUnknownExtensionAdded() {
		MediaTypes types = DEFAULTS.with(Map.of(".foo", "text/x-foo", "md", "text/plain"));
		assertThat(types.of("a.foo")).isEqualTo("text/x-foo");
		assertThat(types.of("a.md")).isEqualTo("text/plain");
		assertThat(types.of("a.css")).isEqualTo("text/css;charset=utf-8");
		assertThat(types.of("a.bar")).isEqualTo("application/octet-stream");
		assertThat(DEFAULTS.of("a.foo")).isEqualTo("application/octet-stream");
	}

	@Test
	void anExtensionIsLookedUpAsItIsThenInLowerCase() {
		MediaTypes types = DEFAULTS.with(Map.of(".foo", "text/x-foo", ".BAR", "text/x-bar", ".z", "text/x-z"));
		assertThat(types.of("a.FOO")).isEqualTo("text/x-foo");
		assertThat(types.of("a.BAR")).isEqualTo("text/x-bar");
		assertThat(types.of("a.bar")).isEqualTo("application/octet-stream");
		assertThat(types.of("a.Z")).isEqualTo("application/octet-stream");
		assertThat(types.of("a.z")).isEqualTo("text/x-z");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "." })
	void theEmptyExtensionStandsForAllThatAreUnknown(String key) {
		MediaTypes types = DEFAULTS.with(Map.of(key, "text/plain"));
		assertThat(types.of("README")).isEqualTo("text/plain");
		assertThat(types.of("a.unknown")).isEqualTo("text/plain");
		assertThat(types.of("a.png")).isEqualTo("image/png");
	}

	@Test
	void whatIsAddedLaterStands() {
		MediaTypes types = DEFAULTS.with(Map.of("a", "a/a", "b", "a/b")).with(Map.of("b", "b/b"));
		assertThat(types.of("x.a") + " " + types.of("x.b")).isEqualTo("a/a b/b");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "foo|text/\u0001x|'Content-Type'", "foo|''|empty", "foo|' '|empty",
			"foo|text/\u20ac|'Content-Type'", ".tar.gz|a/b|'.tar.gz'", "a/b|a/b|'a/b'" })
	void whatCannotBeSentOrNeverCountsIsRefused(String extension, String type, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> DEFAULTS.with(Map.of(extension, type)))
			.withMessageContaining(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "text/html;charset=utf-8", "TEXT/HTML ; charset=x", "text/x-new",
			"application/json", "application/javascript", "application/problem+json", "application/atom+xml",
			"application/xml", "application/wasm", "application/manifest+json", "image/svg+xml", "image/x-icon",
			"font/ttf", "font/otf", "application/vnd.ms-fontobject" })
	void textIsCompressible(String type) {
		assertThat(MediaTypes.isCompressible(type)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "image/png", "image/jpeg", "video/mp4", "audio/ogg", "application/zip",
			"application/gzip", "application/pdf", "font/woff2", "application/octet-stream", "unknown" })
	void whatIsCompressedAlreadyIsNot(String type) {
		assertThat(MediaTypes.isCompressible(type)).isFalse();
	}

	@Test
	void theTableIsWellFormed() throws IOException {
		String text = new String(MediaTypes.class.getResourceAsStream("media-types.txt").readAllBytes(),
				StandardCharsets.ISO_8859_1);
		assertThat(text).endsWith("\n").contains("mime-db", "MIT License", "Copyright");
		List<String> lines = text.lines().filter((line) -> !line.startsWith("#")).toList();
		assertThat(lines).allMatch((line) -> line.matches("\\+?[a-z0-9-]+/[a-z0-9.+_-]+( [A-Za-z0-9_-]+)+"));
		assertThat(lines).extracting((line) -> line.replaceFirst("^\\+", "").replaceFirst(" .*", ""))
			.isSorted()
			.doesNotHaveDuplicates();
		assertThat(lines.stream().flatMap((line) -> Arrays.stream(line.split(" ")).skip(1))).hasSizeGreaterThan(1200)
			.doesNotHaveDuplicates()
			.allMatch((extension) -> !DEFAULTS.of("a." + extension).isEmpty());
	}

}
