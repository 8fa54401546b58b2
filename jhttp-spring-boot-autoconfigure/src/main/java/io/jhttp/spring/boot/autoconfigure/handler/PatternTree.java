package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Which patterns may match a path, by its segments, so that not all of them have to be
 * tried. What it finds is a little too much, as it knows neither regular expressions nor
 * wildcards inside of a segment, and never too little.
 */
final class PatternTree {

	private static final Comparator<Entry> BEST_FIRST = Comparator.comparingInt(Entry::rank);

	private final Node root = new Node();

	private int size;

	/**
	 * Adds a pattern that is less specific than those before.
	 */
	void add(PathRoutes routes) {
		Node node = this.root;
		Entry entry = new Entry(this.size++, routes);
		for (String segment : routes.pattern().getPatternString().substring(1).split("/", -1)) {
			if (segment.contains("**") || segment.startsWith("{*")) {
				node.beyond.add(entry);
				return;
			}
			node = node.child(segment);
		}
		node.here.add(entry);
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * The patterns to try.
	 * @param path a path whose segments are decoded
	 * @return the most specific first
	 */
	List<Entry> candidates(String path) {
		if (!path.startsWith("/")) {
			return Collections.emptyList();
		}
		List<Entry> found = this.root.collect(path, 1, null);
		if (found == null) {
			return Collections.emptyList();
		}
		if (found.size() > 1) {
			found.sort(BEST_FIRST);
		}
		return found;
	}

	/**
	 * A pattern with its place among all.
	 *
	 * @param rank 0 for the most specific
	 * @param routes the routes of the pattern
	 */
	record Entry(int rank, PathRoutes routes) {
	}

	private static final class Node {

		private static final int END = -1;

		private final Map<String, Node> literals = new HashMap<>();

		/** For a segment that is more than a literal. */
		private @Nullable Node any;

		private final List<Entry> here = new ArrayList<>(1);

		/** Patterns that match here and any number of segments further. */
		private final List<Entry> beyond = new ArrayList<>(1);

		private Node child(String segment) {
			if (segment.chars().noneMatch((c) -> c == '{' || c == '*' || c == '?')) {
				return this.literals.computeIfAbsent(segment, (key) -> new Node());
			}
			if (this.any == null) {
				this.any = new Node();
			}
			return this.any;
		}

		/** Most paths end at no pattern or at one: the list comes when it is needed. */
		private @Nullable List<Entry> collect(String path, int from, @Nullable List<Entry> found) {
			List<Entry> all = add(this.beyond, found);
			if (from == END) {
				return add(this.here, all);
			}
			int slash = path.indexOf('/', from);
			int next = (slash < 0) ? END : slash + 1;
			if (!this.literals.isEmpty()) {
				Node literal = this.literals.get(path.substring(from, (slash < 0) ? path.length() : slash));
				all = (literal != null) ? literal.collect(path, next, all) : all;
			}
			return (this.any != null) ? this.any.collect(path, next, all) : all;
		}

		private static @Nullable List<Entry> add(List<Entry> entries, @Nullable List<Entry> found) {
			if (entries.isEmpty()) {
				return found;
			}
			List<Entry> all = (found != null) ? found : new ArrayList<>(2);
			all.addAll(entries);
			return all;
		}

	}

}
