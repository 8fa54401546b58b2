package io.jhttp.integration.python;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jhttp.server.handler.SimpleHttpRequestHandler;
import io.jhttp.server.http.PercentEncoder;

/**
 * Takes files from a form, and tells how far an upload is.
 */
public class UploadHandler extends SimpleHttpRequestHandler {

	private static final Map<String, String> PROGRESS = new ConcurrentHashMap<>();

	private static final Pattern NAME = Pattern.compile("filename=\"([^\"]+)\"");

	@Override
	protected void doGet() throws IOException {
		if (path().startsWith("/progress/")) {
			sendText(200, PROGRESS.getOrDefault(path().substring(10), "unknown"));
		}
		else {
			super.doGet();
		}
	}

	void doPost() throws IOException {
		String type = headers().get("Content-Type", "");
		if (!type.contains("boundary=")) {
			sendError(415, "Send a form with a file");
			return;
		}
		String boundary = "--" + type.split("boundary=")[1];
		List<String> names = new ArrayList<>();
		String line = text(readLine(65536));
		while (line.startsWith(boundary) && !line.startsWith(boundary + "--")) {
			StringBuilder head = new StringBuilder();
			while (!line.isBlank()) {
				line = text(readLine(65536));
				head.append(line);
			}
			Matcher name = NAME.matcher(head);
			if (!name.find()) {
				sendError(400, "Each part has to be a file");
				return;
			}
			names.add(name.group(1));
			line = save(translatePath("/" + PercentEncoder.encode(name.group(1))), boundary);
		}
		sendText(201, "Saved " + String.join(", ", names));
	}

	private String save(Path file, String boundary) throws IOException {
		String upload = path().substring(path().lastIndexOf('/') + 1);
		String total = headers().get("Content-Length");
		long received = 0;
		byte[] line;
		try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			line = readLine(65536);
			while (line.length > 0 && !text(line).startsWith(boundary)) {
				out.write(ByteBuffer.wrap(line));
				received += line.length;
				PROGRESS.put(upload, received + " of " + total);
				line = readLine(65536);
			}
			// The last line end belongs to the boundary.
			out.truncate(Math.max(received - 2, 0));
		}
		return text(line);
	}

	private void sendText(int status, String text) throws IOException {
		byte[] content = text.getBytes(StandardCharsets.UTF_8);
		sendResponse(status);
		sendHeader("Content-Type", "text/plain");
		sendHeader("Content-Length", String.valueOf(content.length));
		endHeaders();
		output().write(content);
	}

	private static String text(byte[] line) {
		return new String(line, StandardCharsets.UTF_8);
	}

}
