package io.jhttp.server.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.jhttp.server.file.UrlPathFuzz;
import io.jhttp.server.http1.ChunkedContentFuzz;
import io.jhttp.server.http1.RequestHeadFuzz;
import io.jhttp.server.http2.FrameFuzz;
import io.jhttp.server.http2.HpackFuzz;
import io.jhttp.server.net.ProxyHeaderFuzz;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Replays what fuzzing has found interesting, and cuts and repeats it.
 */
class FuzzCorpusTests {

	static Stream<Arguments> targets() {
		return Stream.of(target("RequestHeadFuzz", RequestHeadFuzz::fuzzerTestOneInput),
				target("ChunkedContentFuzz", ChunkedContentFuzz::fuzzerTestOneInput),
				target("HttpDateFuzz", HttpDateFuzz::fuzzerTestOneInput),
				target("ByteRangesFuzz", ByteRangesFuzz::fuzzerTestOneInput),
				target("UrlPathFuzz", UrlPathFuzz::fuzzerTestOneInput),
				target("ForwardedFieldFuzz", ForwardedFieldFuzz::fuzzerTestOneInput),
				target("MultipartFuzz", MultipartFuzz::fuzzerTestOneInput),
				target("ProxyHeaderFuzz", ProxyHeaderFuzz::fuzzerTestOneInput),
				target("HpackFuzz", HpackFuzz::fuzzerTestOneInput), target("FrameFuzz", FrameFuzz::fuzzerTestOneInput));
	}

	private static Arguments target(String name, Consumer<byte[]> target) {
		return arguments(name, target);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("targets")
	void theCorpusFindsNothing(String name, Consumer<byte[]> target) throws IOException, URISyntaxException {
		List<byte[]> corpus = corpus(name);
		assertThat(corpus).isNotEmpty();
		for (byte[] bytes : corpus) {
			target.accept(bytes);
			for (int length = 0; length < bytes.length; length += Math.max(1, bytes.length / 16)) {
				target.accept(Arrays.copyOf(bytes, length));
			}
		}
	}

	private static List<byte[]> corpus(String name) throws IOException, URISyntaxException {
		Path directory = Path.of(FuzzCorpusTests.class.getResource("/fuzz/" + name).toURI());
		try (Stream<Path> files = Files.list(directory)) {
			return files.sorted().map(FuzzCorpusTests::read).toList();
		}
	}

	private static byte[] read(Path file) {
		try {
			return Files.readAllBytes(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
