import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The client of the JDK, for {@code benchmarks/http2-clients}: 100 requests at once. URL FILE.
 */
class Http2Client {

	public static void main(String[] arguments) throws Exception {
		System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, new TrustManager[] { new Everybody() }, null);
		HttpClient client = HttpClient.newBuilder().sslContext(context).version(HttpClient.Version.HTTP_2).build();
		byte[] content = Files.readAllBytes(Path.of(arguments[1]));
		List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			answers.add(client.sendAsync(HttpRequest.newBuilder(URI.create(arguments[0])).build(), BodyHandlers.ofByteArray()));
		}
		for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
			HttpResponse<byte[]> got = answer.get();
			if (got.version() != HttpClient.Version.HTTP_2 || got.statusCode() != 200 || !Arrays.equals(got.body(), content)) {
				throw new AssertionError(got.version() + " " + got.statusCode());
			}
		}
		System.exit(0);
	}

	private static final class Everybody implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type) {
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type) {
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
