package io.jhttp.integration.compared;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A request that both servers get, as a line of a file: the verb, the target, header
 * fields and content behind {@code ^}, a form with files with its line ends, and what is
 * answered differently behind {@code =>}: which row of the documented differences it is
 * of, and in which parts.
 *
 * @param line all of it but the differences
 * @param verb the verb
 * @param target the target
 * @param fields header fields
 * @param content the content
 * @param differences the parts that differ, by the row that they are of
 */
record Request(String line, String verb, String target, List<String> fields, String content,
		Map<String, Set<String>> differences) {

	static Request parse(String text) {
		String[] sides = text.split(" => ", 2);
		String[] parts = sides[0].split(" \\^ ");
		String[] first = parts[0].split(" ", 2);
		List<String> fields = new ArrayList<>();
		String content = "";
		for (int i = 1; i < parts.length; i++) {
			if (parts[i].startsWith("body=")) {
				content = parts[i].substring(5);
			}
			else if (parts[i].startsWith("form=")) {
				content = parts[i].substring(5).replace("\\r\\n", "\r\n");
				fields.add("Content-Type: multipart/form-data; boundary=B");
			}
			else {
				fields.add(parts[i]);
			}
		}
		Map<String, Set<String>> differences = new TreeMap<>();
		if (sides.length > 1) {
			for (String difference : sides[1].split("; ")) {
				String[] row = difference.split(": ", 2);
				differences.put(row[0], new TreeSet<>(Arrays.asList(row[1].split(", "))));
			}
		}
		return new Request(sides[0], first[0], first[1], fields, content, differences);
	}

	byte[] bytes() {
		byte[] body = this.content.getBytes(StandardCharsets.UTF_8);
		StringBuilder head = new StringBuilder(
				this.verb + " " + this.target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
		this.fields.forEach((field) -> head.append(field).append("\r\n"));
		if (body.length > 0) {
			head.append("Content-Length: ").append(body.length).append("\r\n");
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
		bytes.writeBytes(body);
		return bytes.toByteArray();
	}

	Set<String> differingParts() {
		return this.differences.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
	}

	@Override
	public String toString() {
		return this.line;
	}

}
