package io.jhttp.server.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.PathBytes;
import org.jspecify.annotations.Nullable;

/**
 * Which place answers a request: of those for its host, the one with the longest prefix.
 * Of two with the same prefix, a host by its name goes before a domain, a long domain
 * before a short one, and both before a place for all hosts.
 */
public final class MountTable {

	/** Of one place that is alone. */
	static final MountTable EMPTY = new MountTable(List.of());

	private static final PathBytes ROOT = PathBytes.of("/");

	/** The best first. */
	private final List<Row> rows;

	private final boolean byHost;

	private MountTable(List<Row> rows) {
		this.rows = rows;
		this.byHost = rows.stream().anyMatch((row) -> row.host() != null);
	}

	/**
	 * A place, for one of its hosts.
	 *
	 * @param point the place
	 * @param prefix what paths begin with; empty for all
	 * @param host null for all hosts
	 */
	private record Row(MountPoint point, PathBytes prefix, @Nullable HostPattern host) {

		boolean answers(String host, PathBytes path) {
			return path.isBelow(this.prefix) && (this.host == null || this.host.matches(host));
		}

		int precedence() {
			return (this.host != null) ? this.host.precedence() : 0;
		}

		boolean isSameAs(Row other) {
			return this.prefix.equals(other.prefix)
					&& ((this.host != null) ? this.host.equals(other.host) : other.host == null);
		}

	}

	/**
	 * Orders places.
	 * @param points the places
	 * @return the table
	 * @throws IllegalArgumentException if two have the same prefix for the same host
	 */
	public static MountTable of(Collection<MountPoint> points) {
		List<Row> rows = new ArrayList<>();
		for (MountPoint point : points) {
			PathBytes prefix = PathBytes.of(point.start());
			if (point.hosts().isEmpty()) {
				rows.add(new Row(point, prefix, null));
			}
			point.hosts().forEach((host) -> rows.add(new Row(point, prefix, host)));
		}
		rows.sort(Comparator.comparingInt((Row row) -> row.prefix().length())
			.thenComparingInt(Row::precedence)
			.reversed());
		for (int i = 0; i < rows.size(); i++) {
			for (int j = i + 1; j < rows.size(); j++) {
				if (rows.get(i).isSameAs(rows.get(j))) {
					throw new IllegalArgumentException("Two places would answer for " + rows.get(i).point()
							+ (rows.get(i).point().equals(rows.get(j).point()) ? "" : " and " + rows.get(j).point()));
				}
			}
		}
		return new MountTable(rows);
	}

	/**
	 * Finds the place that answers a request.
	 * @param request the request
	 * @return the place, or null if there is none; if the path is malformed, the one for
	 * all paths of the host, which says so in its own words
	 * @throws HttpProblem 400 if the path is malformed, and there is none; 421 if the
	 * connection was made for a host of other places
	 */
	public @Nullable MountPoint find(HttpRequest request) {
		String host = host(request);
		MountPoint found = find(request, host);
		if (found != null) {
			requireServerName(request, found);
		}
		return found;
	}

	private @Nullable MountPoint find(HttpRequest request, String host) {
		PathBytes path = request.pathBytes();
		if (path.isPlain()) {
			return find(host, path);
		}
		try {
			return find(host, PathBytes.of(UrlPath.parse(request.path()).toString()));
		}
		catch (HttpProblem ex) {
			MountPoint root = find(host, ROOT);
			if (root == null) {
				throw ex;
			}
			return root;
		}
	}

	private String host(HttpRequest request) {
		return this.byHost ? HostPattern.name(request.host()) : "";
	}

	private @Nullable MountPoint find(String host, PathBytes path) {
		for (int i = 0; i < this.rows.size(); i++) {
			if (this.rows.get(i).answers(host, path)) {
				return this.rows.get(i).point();
			}
		}
		return null;
	}

	/**
	 * A client may use a connection for another host that the certificate has as well
	 * (RFC 9110, section 7.4; RFC 9113, section 9.1.1). One that was made for a host of
	 * other places is none for the files of this one.
	 */
	private void requireServerName(HttpRequest request, MountPoint found) {
		String serverName = found.hosts().isEmpty() ? null : request.serverName();
		if (serverName == null) {
			return;
		}
		String name = HostPattern.name(serverName);
		if (!found.isNamed(name) && this.rows.stream().anyMatch((row) -> row.point().isNamed(name))) {
			throw new HttpProblem(421, "The connection was made for another host.");
		}
	}

	/** The names of places directly below a path, for the host of a request. */
	Set<String> below(HttpRequest request, List<String> path) {
		String host = host(request);
		Set<String> names = new LinkedHashSet<>();
		for (Row row : this.rows) {
			List<String> place = row.point().names();
			if (place.size() == path.size() + 1 && place.subList(0, path.size()).equals(path)
					&& row.point().isFor(host)) {
				names.add(place.get(path.size()));
			}
		}
		return names;
	}

	/** Whether something answers for the directory above a place. */
	boolean hasAbove(HttpRequest request, MountPoint place) {
		List<String> names = place.names();
		if (names.isEmpty()) {
			return false;
		}
		String above = "/" + String.join("/", names.subList(0, names.size() - 1));
		return find(host(request), PathBytes.of(above)) != null;
	}

}
