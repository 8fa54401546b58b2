package io.jhttp.server;

import java.io.IOException;

import io.jhttp.server.http.ErrorPage;
import io.jhttp.server.http.RequestHead;

/**
 * What errors look like to clients: by default the page of Python's server. There is one
 * for a server, so that an error of an exchange has the same form whatever code has found
 * it. Handler classes have a page of their own. Requests that no exchange begins with, or
 * that find no thread, always get the page of Python's server: those that are malformed,
 * too large or late, and those refused for overload.
 */
@FunctionalInterface
public interface ErrorRenderer {

	/** The page of Python's server, for all clients. */
	ErrorRenderer PAGE = (request, status, detail, response) -> response.contentType(ErrorPage.CONTENT_TYPE)
		.send(ErrorPage.render(status, detail));

	/**
	 * Sends an error.
	 * @param request the request
	 * @param status the status code, which the response has already: usually 400 to 599
	 * @param detail one sentence for the client, or an empty text
	 * @param response the response, without content so far
	 * @throws IOException if the client is gone
	 */
	void send(RequestHead request, int status, String detail, HttpResponse response) throws IOException;

}
