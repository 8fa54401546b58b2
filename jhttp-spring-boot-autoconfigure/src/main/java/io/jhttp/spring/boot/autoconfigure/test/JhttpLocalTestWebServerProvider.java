package io.jhttp.spring.boot.autoconfigure.test;

import java.util.Map;

import io.jhttp.spring.boot.autoconfigure.JhttpListenerProperties;
import io.jhttp.spring.boot.autoconfigure.JhttpListenerProperties.Serves;
import io.jhttp.spring.boot.autoconfigure.SetProperties;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.http.server.LocalTestWebServer;
import org.springframework.boot.test.http.server.LocalTestWebServer.BaseUriDetails;
import org.springframework.boot.test.http.server.LocalTestWebServer.Scheme;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;
import org.springframework.web.context.WebApplicationContext;

/**
 * Tells Spring Boot's test clients where the server is, unless the application has a web
 * server besides, which they are for.
 */
final class JhttpLocalTestWebServerProvider implements LocalTestWebServer.Provider {

	private final ApplicationContext context;

	JhttpLocalTestWebServerProvider(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public @Nullable LocalTestWebServer getLocalTestWebServer() {
		if (this.context instanceof WebApplicationContext
				|| this.context.getBeanNamesForType(JhttpServer.class, true, false).length == 0) {
			return null;
		}
		return localTestWebServer(this.context);
	}

	/** Asks for the port when the first request is sent: then the server runs. */
	static LocalTestWebServer localTestWebServer(ApplicationContext context) {
		boolean secure = isSecure(context.getEnvironment());
		return LocalTestWebServer.of(secure ? Scheme.HTTPS : Scheme.HTTP, () -> new BaseUriDetails(port(context), ""));
	}

	private static boolean isSecure(Environment environment) {
		Map<String, JhttpListenerProperties> listeners = new SetProperties(environment).listeners();
		return listeners.isEmpty() ? environment.containsProperty("jhttp.ssl.bundle")
				: listeners.values()
					.stream()
					.filter((each) -> each.getServes() == Serves.APPLICATION && each.getPath() == null)
					.findFirst()
					.map((first) -> first.getSsl().getBundle() != null)
					.orElse(false);
	}

	private static int port(ApplicationContext context) {
		Assert.state(context.getBeanProvider(JhttpServer.class).stream().allMatch(JhttpServer::usesSockets),
				"The HTTP server of this test has no socket, which this client needs. Use RestTestClient, or let the "
						+ "test say webEnvironment = WebEnvironment.RANDOM_PORT in place of @AutoConfigureJhttp.");
		Integer port = context.getEnvironment().getProperty("local.jhttp.port", Integer.class);
		Assert.state(port != null, "The HTTP server of this test does not run. Let the test say "
				+ "@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT).");
		return port;
	}

}
