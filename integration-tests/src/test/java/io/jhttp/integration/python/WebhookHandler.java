package io.jhttp.integration.python;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.jhttp.server.handler.BaseHttpRequestHandler;

/**
 * Takes what a forge reports, if it is signed.
 */
public class WebhookHandler extends BaseHttpRequestHandler {

	private static final byte[] SECRET = "spam".getBytes(StandardCharsets.US_ASCII);

	private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

	void doPost() throws Exception {
		byte[] content = input().readAllBytes();
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
		String signature = "sha256=" + HexFormat.of().formatHex(mac.doFinal(content));
		if (!MessageDigest.isEqual(signature.getBytes(StandardCharsets.US_ASCII),
				headers().get("X-Hub-Signature-256", "").getBytes(StandardCharsets.US_ASCII))) {
			logError("wrong signature from %s", clientAddress().getAddress().getHostAddress());
			sendError(403, "Wrong signature");
			return;
		}
		String event = headers().get("X-GitHub-Event", "ping");
		EVENTS.add(event);
		sendResponse(202);
		sendHeader("Content-Type", "text/plain");
		endHeaders();
		output().write((event + ", " + EVENTS.size() + " in all").getBytes(StandardCharsets.US_ASCII));
	}

}
