import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The client of the JDK, for {@code benchmarks/real-clients}: many requests at a time, ranges and conditions.
 */
class RealClient {

	public static void main(String[] arguments) throws Exception {
		URI uri = URI.create(arguments[0] + Path.of(arguments[1]).getFileName());
		byte[] content = Files.readAllBytes(Path.of(arguments[1]));
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
		for (int i = 0; i < 64; i++) {
			answers.add(client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofByteArray()));
		}
		for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
			require(answer.get().statusCode() == 200 && Arrays.equals(answer.get().body(), content), "whole");
		}
		String tag = answers.get(0).get().headers().firstValue("ETag").orElseThrow();
		for (int from = 0; from < content.length; from += 300_007) {
			int to = Math.min(from + 300_007, content.length);
			HttpRequest part = HttpRequest.newBuilder(uri).header("Range", "bytes=" + from + "-" + (to - 1)).header("If-Range", tag).build();
			HttpResponse<byte[]> answer = client.send(part, BodyHandlers.ofByteArray());
			require(answer.statusCode() == 206 && Arrays.equals(answer.body(), Arrays.copyOfRange(content, from, to)), "part");
		}
		HttpRequest known = HttpRequest.newBuilder(uri).header("If-None-Match", tag).build();
		require(client.send(known, BodyHandlers.ofByteArray()).statusCode() == 304, "304");
	}

	private static void require(boolean condition, String what) {
		if (!condition) {
			throw new AssertionError(what);
		}
	}

}
