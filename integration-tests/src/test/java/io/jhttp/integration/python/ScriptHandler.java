package io.jhttp.integration.python;

import io.jhttp.server.handler.CgiHttpRequestHandler;

/**
 * Runs whatever ends with .cgi, in any directory.
 */
public class ScriptHandler extends CgiHttpRequestHandler {

	@Override
	protected boolean isCgi() {
		return translatePath(path()).getFileName().toString().endsWith(".cgi");
	}

}
