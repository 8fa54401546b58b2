package io.jhttp.integration.python;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.SimpleHttpRequestHandler;

import org.springframework.util.FileSystemUtils;

/**
 * Files that clients can write, move and lock, as WebDAV does.
 */
public class StoreHandler extends SimpleHttpRequestHandler {

	private static final Map<String, String> LOCKS = new ConcurrentHashMap<>();

	void doOptions() throws IOException {
		sendEmpty(200, Map.of("DAV", "1, 2", "Allow", "GET, HEAD, PUT, DELETE, MKCOL, MOVE, LOCK, UNLOCK"));
	}

	void doPut() throws IOException {
		Path file = translatePath(path());
		if (isFree()) {
			int status = Files.exists(file) ? 204 : 201;
			Files.copy(input(), file, StandardCopyOption.REPLACE_EXISTING);
			sendEmpty(status, Map.of());
		}
	}

	void doDelete() throws IOException {
		Path file = translatePath(path());
		if (!Files.exists(file)) {
			sendError(404);
		}
		else if (isFree()) {
			FileSystemUtils.deleteRecursively(file);
			sendEmpty(204, Map.of());
		}
	}

	@HttpVerb("MKCOL")
	void makeDirectory() throws IOException {
		Path directory = translatePath(path());
		if (Files.exists(directory)) {
			sendError(405);
		}
		else {
			Files.createDirectory(directory);
			sendEmpty(201, Map.of());
		}
	}

	void doMOVE() throws IOException {
		Path target = translatePath(URI.create(headers().get("Destination", "")).getRawPath());
		if (isFree()) {
			Files.move(translatePath(path()), target, StandardCopyOption.REPLACE_EXISTING);
			sendEmpty(201, Map.of());
		}
	}

	void doLOCK() throws IOException {
		if (isFree()) {
			String token = "urn:uuid:" + UUID.randomUUID();
			LOCKS.put(path(), token);
			byte[] content = ("<lockdiscovery xmlns='DAV:'><href>" + token + "</href></lockdiscovery>")
				.getBytes(StandardCharsets.US_ASCII);
			sendResponse(200);
			sendHeader("Lock-Token", "<" + token + ">");
			sendHeader("Content-Type", "application/xml");
			sendHeader("Content-Length", String.valueOf(content.length));
			endHeaders();
			output().write(content);
		}
	}

	void doUNLOCK() throws IOException {
		if (LOCKS.remove(path(), headers().get("Lock-Token", "").replaceAll("[<>]", ""))) {
			sendEmpty(204, Map.of());
		}
		else {
			sendError(409);
		}
	}

	private boolean isFree() throws IOException {
		String token = LOCKS.get(path());
		if (token == null || headers().get("If", "").contains(token)) {
			return true;
		}
		sendError(423);
		return false;
	}

	private void sendEmpty(int status, Map<String, String> fields) throws IOException {
		sendResponse(status);
		fields.forEach(this::sendHeader);
		sendHeader("Content-Length", "0");
		endHeaders();
	}

}
