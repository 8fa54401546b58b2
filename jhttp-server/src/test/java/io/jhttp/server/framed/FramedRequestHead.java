package io.jhttp.server.framed;

import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.PathBytes;
import io.jhttp.server.http.RequestHead;

import org.jspecify.annotations.Nullable;

/**
 * The head of a request, as text.
 */
final class FramedRequestHead implements RequestHead {

	private final String method;

	private final String target;

	private final String[] lines;

	FramedRequestHead(String text) {
		this.lines = text.split("\n");
		this.method = this.lines[0].substring(0, this.lines[0].indexOf(' '));
		this.target = this.lines[0].substring(this.method.length() + 1);
	}

	boolean hasContent() {
		return indexOf("Content", 0) >= 0;
	}

	@Override
	public String method() {
		return this.method;
	}

	@Override
	public String requestLine() {
		return this.lines[0];
	}

	@Override
	public String target() {
		return this.target;
	}

	@Override
	public @Nullable String host() {
		return field("Host");
	}

	@Override
	public boolean isForServer() {
		return this.target.equals("*");
	}

	@Override
	public String path() {
		int query = this.target.indexOf('?');
		return (query < 0) ? this.target : this.target.substring(0, query);
	}

	@Override
	public PathBytes pathBytes() {
		return PathBytes.of(path());
	}

	@Override
	public String query() {
		int query = this.target.indexOf('?');
		return (query < 0) ? null : this.target.substring(query + 1);
	}

	@Override
	public HttpVersion version() {
		return HttpVersion.HTTP_1_1;
	}

	@Override
	public int fieldCount() {
		return this.lines.length - 1;
	}

	@Override
	public String fieldName(int index) {
		return this.lines[index + 1].substring(0, this.lines[index + 1].indexOf(':'));
	}

	@Override
	public String fieldValue(int index) {
		return this.lines[index + 1].substring(this.lines[index + 1].indexOf(':') + 1).strip();
	}

	@Override
	public long contentLength() {
		return -1;
	}

	@Override
	public boolean isPersistent() {
		return true;
	}

}
