package io.jhttp.server.file;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.MediaRanges;

/**
 * The page of an application that makes its own pages in the browser: it answers for
 * addresses that exist only there. A missing script or picture stays missing, since what
 * asks for these has no use for a page.
 *
 * @param prefix what paths have to begin with, ends with a slash
 * @param page the path of the page
 */
record Fallback(String prefix, String page) {

	boolean answers(HttpRequest request, UrlPath path) {
		String name = path.names().isEmpty() ? "" : path.names().get(path.names().size() - 1);
		return name.indexOf('.') < 0 && path.toString().concat("/").startsWith(this.prefix)
				&& MediaRanges.names("text/html", request.combinedHeader("Accept"));
	}

}
