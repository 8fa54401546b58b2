package io.jhttp.integration.python;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.jhttp.server.handler.BaseHttpRequestHandler;

/**
 * GET /?since=N waits for what is said after N messages; POST says something.
 */
public class ChatHandler extends BaseHttpRequestHandler {

	private static final List<String> MESSAGES = new ArrayList<>();

	void doGet() throws Exception {
		int since = Integer.parseInt(queryParameters().getOrDefault("since", List.of("0")).get(0));
		double patience = Double.parseDouble(queryParameters().getOrDefault("wait", List.of("20")).get(0));
		long end = System.nanoTime() + (long) (patience * 1e9);
		List<String> said;
		synchronized (MESSAGES) {
			while (MESSAGES.size() <= since && System.nanoTime() < end) {
				MESSAGES.wait((end - System.nanoTime()) / 1_000_000 + 1);
			}
			said = List.copyOf(MESSAGES.subList(Math.min(since, MESSAGES.size()), MESSAGES.size()));
		}
		byte[] content = String.join("\n", said).getBytes(StandardCharsets.UTF_8);
		sendResponse(said.isEmpty() ? 204 : 200);
		if (!said.isEmpty()) {
			sendHeader("Content-Type", "text/plain; charset=utf-8");
			sendHeader("Content-Length", String.valueOf(content.length));
		}
		endHeaders();
		output().write(content);
	}

	void doPost() throws Exception {
		String text = new String(input().readAllBytes(), StandardCharsets.UTF_8);
		synchronized (MESSAGES) {
			MESSAGES.add(clientAddress().getAddress().getHostAddress() + ": " + text);
			MESSAGES.notifyAll();
		}
		sendResponse(204);
		endHeaders();
	}

	@Override
	protected void logMessage(String format, Object... args) {
	}

}
