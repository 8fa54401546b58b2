package io.jhttp.integration.compared;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a server has answered, without what belongs to the connection.
 *
 * @param parts what can be compared, by its name: {@code status}, each header field,
 * {@code body}, or each member of a problem
 */
record Answer(Map<String, String> parts) {

	/** What tells nothing of the application (RFC 9110, section 7.6.1). */
	private static final Set<String> OF_CONNECTION = Set.of("date", "server", "connection", "keep-alive",
			"transfer-encoding");

	/** Another one each time. */
	private static final Pattern BOUNDARY = Pattern.compile("(?<=boundary=|\\n--)[\\w-]{10,}");

	private static final JsonMapper MAPPER = new JsonMapper();

	static Answer of(int port, Request request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(20_000);
			socket.getOutputStream().write(request.bytes());
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			return of(BOUNDARY.matcher(answer).replaceAll("BOUNDARY"), request.verb().equals("HEAD"));
		}
	}

	private static Answer of(String answer, boolean isHead) {
		int end = answer.indexOf("\r\n\r\n");
		String head = (end < 0) ? answer : answer.substring(0, end);
		Map<String, List<String>> fields = new TreeMap<>();
		head.lines().skip(1).forEach((line) -> {
			String[] field = line.split(":\\s*", 2);
			fields.computeIfAbsent(field[0].toLowerCase(Locale.ROOT), (name) -> new ArrayList<>()).add(field[1]);
		});
		String body = (end < 0) ? "" : answer.substring(end + 4);
		body = fields.containsKey("transfer-encoding") ? unchunked(body) : body;
		Map<String, String> parts = new TreeMap<>();
		parts.put("status", head.replaceFirst("(?s)^HTTP/1.1 (\\d+).*", "$1"));
		fields.forEach((name, values) -> {
			if (!OF_CONNECTION.contains(name) && (isHead || !name.equals("content-length"))) {
				parts.put(name, normal(name, values));
			}
		});
		addBody(parts, new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
		return new Answer(parts);
	}

	/** Spaces and cases that mean nothing, and the order of sets. */
	private static String normal(String name, List<String> values) {
		return switch (name) {
			case "content-type" -> String.join(", ", values).replace(" ", "").toLowerCase(Locale.ROOT);
			case "allow", "vary", "accept", "accept-patch" ->
				new TreeSet<>(Arrays.asList(String.join(",", values).replace(" ", "").split(","))).toString();
			default -> values.toString();
		};
	}

	private static void addBody(Map<String, String> parts, String body) {
		String type = parts.getOrDefault("content-type", "");
		if (type.startsWith("application/problem+json") && !body.isEmpty()) {
			JsonNode problem = MAPPER.readTree(body);
			problem.properties()
				.forEach((member) -> parts.put("problem." + member.getKey(), member.getValue().toString()));
		}
		else if (type.startsWith("application/json") && !body.isEmpty()) {
			parts.put("body", isJson(body) ? MAPPER.readTree(body).toString() : body);
		}
		else {
			parts.put("body", body);
		}
	}

	private static boolean isJson(String body) {
		try {
			MAPPER.readTree(body);
			return true;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	private static String unchunked(String chunked) {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int from = 0;
		while (true) {
			int line = chunked.indexOf("\r\n", from);
			int size = (line < 0) ? 0 : Integer.parseInt(chunked.substring(from, line), 16);
			if (size == 0) {
				return body.toString(StandardCharsets.ISO_8859_1);
			}
			body.writeBytes(chunked.substring(line + 2, line + 2 + size).getBytes(StandardCharsets.ISO_8859_1));
			from = line + 2 + size + 2;
		}
	}

	/** The names of the parts in which two answers differ. */
	Set<String> differences(Answer other) {
		Set<String> names = new TreeSet<>(this.parts.keySet());
		names.addAll(other.parts.keySet());
		names.removeIf((name) -> this.parts.getOrDefault(name, "").equals(other.parts.getOrDefault(name, "")));
		return Collections.unmodifiableSet(names);
	}

}
