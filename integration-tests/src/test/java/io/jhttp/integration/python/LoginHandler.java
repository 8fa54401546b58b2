package io.jhttp.integration.python;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.jhttp.server.handler.BaseHttpRequestHandler;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the browser to come back from a login, and ends the server.
 */
public class LoginHandler extends BaseHttpRequestHandler {

	private static final String STATE = "1234";

	static volatile @Nullable String code;

	void doGet() throws IOException {
		Map<String, List<String>> query = queryParameters();
		if (!request().path().equals("/callback") || !List.of(STATE).equals(query.get("state"))) {
			sendError(400, "Not the login that was begun");
			return;
		}
		code = query.get("code").get(0);
		sendResponse(200);
		sendHeader("Content-Type", "text/html");
		endHeaders();
		output().write("<p>Close this window.</p>".getBytes(StandardCharsets.US_ASCII));
		server().shutdown();
	}

}
