package io.jhttp.integration.python;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An API to develop against: items of any form, kept until the server ends.
 */
public class MockHandler extends BaseHttpRequestHandler {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Map<String, JsonNode> ITEMS = Collections.synchronizedMap(new LinkedHashMap<>());

	void doGet() throws IOException {
		JsonNode item = ITEMS.get(path());
		if (path().equals("/items")) {
			sendJson(200, List.copyOf(ITEMS.values()), null);
		}
		else if (item != null) {
			sendJson(200, item, null);
		}
		else {
			sendError(404);
		}
	}

	void doPost() throws IOException {
		if (!path().equals("/items")) {
			sendError(405);
			return;
		}
		JsonNode item = readJson();
		if (item != null) {
			String location = "/items/" + (ITEMS.size() + 1);
			ITEMS.put(location, item);
			sendJson(201, item, location);
		}
	}

	void doPut() throws IOException {
		JsonNode item = readJson();
		if (item != null) {
			ITEMS.put(path(), item);
			sendJson(200, item, null);
		}
	}

	void doDelete() throws IOException {
		if (ITEMS.remove(path()) == null) {
			sendError(404);
			return;
		}
		sendResponse(204);
		endHeaders();
	}

	private @Nullable JsonNode readJson() throws IOException {
		try {
			return JSON.readTree(input().readAllBytes());
		}
		catch (JacksonException ex) {
			sendError(400, "The content is not JSON");
			return null;
		}
	}

	private void sendJson(int status, Object value, @Nullable String location) throws IOException {
		byte[] content = JSON.writeValueAsBytes(value);
		sendResponse(status);
		sendHeader("Content-Type", "application/json");
		sendHeader("Content-Length", String.valueOf(content.length));
		if (location != null) {
			sendHeader("Location", location);
		}
		endHeaders();
		output().write(content);
	}

}
