package io.jhttp.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Sets of classes of one package that need each other, by the names in their sources.
 */
final class Knots {

	private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w*\\b");

	private final Map<String, Integer> index = new HashMap<>();

	private final Map<String, Integer> low = new HashMap<>();

	private final Deque<String> stack = new ArrayDeque<>();

	private final List<List<String>> found = new ArrayList<>();

	private final Map<String, TreeSet<String>> uses;

	private Knots(Map<String, TreeSet<String>> uses) {
		this.uses = uses;
	}

	/**
	 * Classes that need each other.
	 *
	 * @param classes their names
	 * @param lines of their files
	 */
	record Knot(List<String> classes, long lines) {
	}

	static List<Knot> of(Path top) throws IOException {
		List<Knot> knots = new ArrayList<>();
		for (Map<String, String> room : sources(top).values()) {
			Map<String, TreeSet<String>> uses = new TreeMap<>();
			room.forEach((name, text) -> uses.put(name, uses(name, code(text), room)));
			for (List<String> classes : new Knots(uses).find()) {
				knots
					.add(new Knot(classes, classes.stream().mapToLong((name) -> room.get(name).lines().count()).sum()));
			}
		}
		return knots;
	}

	static Map<String, Long> linesOfCode(Path top) throws IOException {
		Map<String, Long> lines = new TreeMap<>();
		sources(top).values()
			.forEach((room) -> room.forEach(
					(name, text) -> lines.put(name, code(text).lines().filter((line) -> !line.isBlank()).count())));
		return lines;
	}

	private static Map<Path, Map<String, String>> sources(Path top) throws IOException {
		Map<Path, Map<String, String>> rooms = new TreeMap<>();
		try (Stream<Path> files = Files.walk(top)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".java")).collect(Collectors.toList())) {
				String name = file.getFileName().toString().replace(".java", "");
				if (!name.equals("package-info")) {
					rooms.computeIfAbsent(file.getParent(), (room) -> new TreeMap<>())
						.put(name, Files.readString(file));
				}
			}
		}
		return rooms;
	}

	private static String code(String text) {
		return text.replaceAll("(?s)/\\*.*?\\*/", "")
			.replaceAll("\"(\\\\.|[^\"\\\\\n])*\"", "")
			.replaceAll("//[^\n]*", "")
			.replaceAll("(?m)^(import|package) .*$", "");
	}

	private static TreeSet<String> uses(String name, String code, Map<String, String> room) {
		TreeSet<String> uses = new TreeSet<>();
		Matcher matcher = NAME.matcher(code);
		while (matcher.find()) {
			if (room.containsKey(matcher.group()) && !matcher.group().equals(name)) {
				uses.add(matcher.group());
			}
		}
		return uses;
	}

	/** Strongly connected components, as Tarjan finds them. */
	private List<List<String>> find() {
		for (String name : this.uses.keySet()) {
			if (!this.index.containsKey(name)) {
				visit(name);
			}
		}
		return this.found;
	}

	private void visit(String name) {
		this.index.put(name, this.index.size());
		this.low.put(name, this.index.get(name));
		this.stack.push(name);
		for (String used : this.uses.get(name)) {
			if (!this.index.containsKey(used)) {
				visit(used);
				this.low.merge(name, this.low.get(used), Math::min);
			}
			else if (this.stack.contains(used)) {
				this.low.merge(name, this.index.get(used), Math::min);
			}
		}
		if (this.low.get(name).equals(this.index.get(name))) {
			List<String> knot = new ArrayList<>();
			String member;
			do {
				member = this.stack.pop();
				knot.add(member);
			}
			while (!member.equals(name));
			if (knot.size() > 1) {
				this.found.add(knot);
			}
		}
	}

}
