package io.jhttp.server.http1;

/**
 * Whether the client waits for a 100 before it sends content.
 *
 * <pre>
 *  CONTINUE ── 100, or the final head ──▶ NONE
 *      └── the response is HTTP/1.0 ────▶ IGNORED: the client goes on by itself
 * </pre>
 */
enum Expectation {

	NONE, CONTINUE, IGNORED

}
