package io.jhttp.spring.boot.autoconfigure.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.jhttp.server.file.UrlPath;
import io.jhttp.server.http.HttpProblem;

import org.springframework.http.server.PathContainer;

/**
 * The paths of a request as those read them who answer it: routes of handler beans and
 * endpoints, and files and scripts. All of them decode a path once.
 */
public final class RequestPaths {

	private static final Pattern ENCODED_SLASH = Pattern.compile("%2F", Pattern.CASE_INSENSITIVE);

	private static final List<String> SIDECARS = List.of(".br", ".gz", ".zst");

	private final boolean encodedSlash;

	private final List<String> indexPages;

	/** As names, from the served directory down. */
	private final List<List<String>> scripts;

	/**
	 * Creates a reader of paths.
	 * @param encodedSlash whether a path may have {@code %2F}
	 * @param indexPages names of the files that stand for their directory
	 * @param scripts directories of scripts, such as {@code /cgi-bin}
	 */
	public RequestPaths(boolean encodedSlash, List<String> indexPages, List<String> scripts) {
		this.encodedSlash = encodedSlash;
		this.indexPages = List.copyOf(indexPages);
		this.scripts = scripts.stream().map((each) -> UrlPath.parse(each.replace("%", "%25")).names()).toList();
	}

	/**
	 * One way to read a path.
	 *
	 * @param path the path, without a slash at its end
	 * @param otherNames other paths that lead to the same thing
	 */
	public record Reading(PathContainer path, List<PathContainer> otherNames) {
	}

	/**
	 * Reads a path.
	 * @param path of a request, percent-encoded
	 * @return all ways to read it, mostly one
	 * @throws HttpProblem 400 if it is ambiguous or malformed
	 */
	public List<Reading> of(String path) {
		UrlPath names = UrlPath.parse(this.encodedSlash ? ENCODED_SLASH.matcher(path).replaceAll("/") : path);
		Reading ofFiles = new Reading(container(names.names()), otherNames(names));
		if (isPlain(path)) {
			return List.of(ofFiles);
		}
		boolean slash = path.length() > 1 && path.endsWith("/");
		PathContainer ofRoutes = PathContainer.parsePath(slash ? path.substring(0, path.length() - 1) : path);
		return List.of(ofFiles, new Reading(ofRoutes, List.of()));
	}

	/** Whether there is only one way to read it. */
	private static boolean isPlain(String path) {
		for (int i = 0; i < path.length(); i++) {
			char c = path.charAt(i);
			boolean odd = c == '%' || c == ';'
					|| (c == '/' && i + 1 < path.length() && (path.charAt(i + 1) == '/' || path.charAt(i + 1) == '.'));
			if (odd) {
				return false;
			}
		}
		return true;
	}

	/** Percent signs and semicolons are plain text in names. */
	private static PathContainer container(List<String> names) {
		return PathContainer.parsePath("/" + String.join("/", names).replace("%", "%25").replace(";", "%3B"));
	}

	private List<PathContainer> otherNames(UrlPath path) {
		List<PathContainer> others = new ArrayList<>();
		List<String> names = path.names();
		if (path.directory()) {
			this.indexPages.forEach((page) -> others.add(container(with(names, page))));
		}
		else {
			addUnencoded(names, others);
		}
		addScripts(names, others);
		return others;
	}

	private static List<String> with(List<String> directory, String page) {
		List<String> names = new ArrayList<>(directory);
		names.add(page);
		return names;
	}

	/** An encoded form has the content of the file that it is one of. */
	private static void addUnencoded(List<String> names, List<PathContainer> others) {
		String name = names.get(names.size() - 1);
		for (String sidecar : SIDECARS) {
			if (name.endsWith(sidecar) && name.length() > sidecar.length()) {
				List<String> plain = with(names.subList(0, names.size() - 1),
						name.substring(0, name.length() - sidecar.length()));
				others.add(container(plain));
				addUnencoded(plain, others);
			}
		}
	}

	/** A script also answers for all paths below its own. */
	private void addScripts(List<String> names, List<PathContainer> others) {
		for (List<String> directory : this.scripts) {
			int depth = directory.size();
			if (names.size() > depth && names.subList(0, depth).equals(directory)) {
				for (int end = depth + 1; end < names.size(); end++) {
					others.add(container(names.subList(0, end)));
				}
			}
		}
	}

}
