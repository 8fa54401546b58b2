package io.jhttp.server.file;

import java.util.List;
import java.util.Objects;

import io.jhttp.server.http.HttpProblem;

/**
 * Where in the space of URLs something is served: a path and all below it, for some hosts
 * or for all of them.
 */
public final class MountPoint {

	private final List<String> names;

	private final List<HostPattern> hosts;

	private MountPoint(List<String> names, List<HostPattern> hosts) {
		this.names = names;
		this.hosts = hosts;
	}

	/**
	 * Describes a place.
	 * @param prefix a path as it is meant, not percent-encoded, such as {@code /docs};
	 * {@code /} for all
	 * @param hosts names of hosts, such as {@code docs.example.com}, or domains, such as
	 * {@code *.example.com}; none for all hosts
	 * @return the place
	 * @throws IllegalArgumentException if the prefix is no path, or a host is none
	 */
	public static MountPoint of(String prefix, List<String> hosts) {
		return new MountPoint(names(prefix), hosts.stream().map(HostPattern::of).distinct().toList());
	}

	private static List<String> names(String prefix) {
		List<String> names = List.of(prefix.replaceFirst("^/", "").replaceFirst("/$", "").split("/", -1));
		boolean root = prefix.isEmpty() || prefix.equals("/");
		if (root) {
			return List.of();
		}
		try {
			if (prefix.indexOf('%') < 0 && UrlPath.parse(prefix).names().equals(names)) {
				return names;
			}
		}
		catch (HttpProblem ex) {
			// Said below.
		}
		throw new IllegalArgumentException("'" + prefix + "' cannot be a prefix: it is a path such as /docs, without "
				+ "'..', '//', '\\' and '%'");
	}

	/**
	 * The path.
	 * @return with a slash before, and none behind; {@code /} for all
	 */
	public String prefix() {
		return "/" + String.join("/", this.names);
	}

	/** What its files have before their names. */
	String start() {
		return this.names.isEmpty() ? "" : prefix();
	}

	List<String> names() {
		return this.names;
	}

	List<HostPattern> hosts() {
		return this.hosts;
	}

	boolean isNamed(String host) {
		return this.hosts.stream().anyMatch((each) -> each.matches(host));
	}

	boolean isFor(String host) {
		return this.hosts.isEmpty() || isNamed(host);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof MountPoint point && this.names.equals(point.names) && this.hosts.equals(point.hosts);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.names, this.hosts);
	}

	/**
	 * Describes it for people.
	 * @return such as {@code /docs}, or {@code /docs of *.example.com}
	 */
	@Override
	public String toString() {
		if (this.hosts.isEmpty()) {
			return prefix();
		}
		return prefix() + " of " + String.join(", ",
				this.hosts.stream().map((host) -> (host.domain() ? "*" : "") + host.name()).toList());
	}

}
