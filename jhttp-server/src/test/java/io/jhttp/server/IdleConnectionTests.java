package io.jhttp.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.management.ObjectName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a connection holds that waits for its next request.
 */
class IdleConnectionTests {

	private static final int CONNECTIONS = 200;

	/**
	 * Of 1 KiB, the JDK takes some 660 bytes for channel, key and addresses.
	 */
	private static final long MAX_BYTES = 360;

	/** Instances and bytes of a class of the server, but not of one for tests. */
	private static final Pattern CLASS = Pattern
		.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+io\\.jhttp\\.server\\.(?:net|http1|exchange)\\..*");

	private final List<RawClient> clients = new ArrayList<>();

	private final HttpServer server;

	IdleConnectionTests() throws IOException {
		NonBlockingHttpHandler handler = (exchange) -> exchange.response().send("Hello");
		this.server = HttpServer.builder().port(0).eventLoops(1).handler(handler).start();
	}

	@AfterEach
	void close() throws IOException {
		for (RawClient client : this.clients) {
			client.close();
		}
		this.server.close();
	}

	@Test
	void anIdleConnectionHoldsLittle() throws Exception {
		connect();
		long before = heap();
		connect();
		assertThat((heap() - before) / CONNECTIONS).isBetween(100L, MAX_BYTES);
	}

	private void connect() throws IOException {
		for (int i = 0; i < CONNECTIONS; i++) {
			RawClient client = new RawClient(this.server.port());
			this.clients.add(client);
			assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readResponse()).endsWith("Hello");
		}
	}

	/** After a collection. */
	private static long heap() throws Exception {
		String histogram = (String) ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
					new Object[] { new String[0] }, new String[] { String[].class.getName() });
		long bytes = 0;
		for (String line : histogram.lines().toList()) {
			Matcher found = CLASS.matcher(line);
			if (found.matches()) {
				bytes += Long.parseLong(found.group(1));
			}
		}
		return bytes;
	}

}
