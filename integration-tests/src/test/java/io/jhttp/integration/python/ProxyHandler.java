package io.jhttp.integration.python;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.jhttp.server.handler.BaseHttpRequestHandler;

/**
 * Fetches /http://host/path, and lets pages of any origin read it.
 */
public class ProxyHandler extends BaseHttpRequestHandler {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	void doOptions() throws IOException {
		sendResponse(204);
		sendHeader("Access-Control-Allow-Methods", "GET, POST");
		sendHeader("Access-Control-Allow-Headers", headers().get("Access-Control-Request-Headers", "*"));
		endHeaders();
	}

	void doGet() throws Exception {
		forward(BodyPublishers.noBody());
	}

	void doPost() throws Exception {
		forward(BodyPublishers.ofByteArray(input().readAllBytes()));
	}

	private void forward(BodyPublisher content) throws Exception {
		if (!path().startsWith("/http://127.0.0.1:")) {
			sendError(403, "Not a host of this proxy");
			return;
		}
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path().substring(1)))
			.method(command(), content);
		for (String name : new String[] { "Accept", "Authorization", "Content-Type" }) {
			if (headers().contains(name)) {
				request.header(name, headers().get(name));
			}
		}
		HttpResponse<byte[]> answer;
		try {
			answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			sendError(502, "The server does not answer");
			return;
		}
		sendResponse(answer.statusCode());
		sendHeader("Content-Type", answer.headers().firstValue("Content-Type").orElse("application/octet-stream"));
		endHeaders();
		output().write(answer.body());
	}

	@Override
	protected void endHeaders() throws IOException {
		sendHeader("Access-Control-Allow-Origin", "*");
		super.endHeaders();
	}

}
