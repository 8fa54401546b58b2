package io.jhttp.server.http;

import java.util.HashMap;
import java.util.Map;

/**
 * The pages of what never becomes an exchange. An attack refuses thousands at once: their
 * page is rendered once. One thread uses it.
 */
public final class ErrorPages {

	/** There are fewer problems than that; none of them quotes a client. */
	private static final int MAX_PAGES = 100;

	private final Map<String, byte[]> pages = new HashMap<>();

	/**
	 * The page of a problem.
	 * @param problem why a request was refused
	 * @return its content, of the type {@link ErrorPage#CONTENT_TYPE}; not to be changed
	 */
	public byte[] page(HttpProblem problem) {
		String key = problem.status() + problem.detail();
		byte[] page = this.pages.get(key);
		if (page == null) {
			page = ErrorPage.render(problem.status(), problem.detail());
			if (this.pages.size() < MAX_PAGES) {
				this.pages.put(key, page);
			}
		}
		return page;
	}

}
