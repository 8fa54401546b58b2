package io.jhttp.server.http2;

import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.PathBytes;
import io.jhttp.server.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, as far as it has come: one that is rejected may lack parts.
 */
final class Http2RequestHead implements RequestHead {

	private final String method;

	private final String target;

	private final @Nullable String host;

	private final HeaderField[] fields;

	private final long contentLength;

	private final boolean expectsContinue;

	private final Priority priority;

	private final @Nullable String protocol;

	/** Of the question mark, or -1. */
	private final int queryStart;

	Http2RequestHead(String method, String target, @Nullable String host, HeaderField[] fields, long contentLength,
			boolean expectsContinue, Priority priority, @Nullable String protocol) {
		this.method = method;
		this.target = target;
		this.host = host;
		this.fields = fields;
		this.contentLength = contentLength;
		this.expectsContinue = expectsContinue;
		this.priority = priority;
		this.protocol = protocol;
		this.queryStart = target.indexOf('?');
	}

	@Override
	public String method() {
		return this.method;
	}

	/** What stands for one in logs: that of HTTP/1 with this version. */
	@Override
	public String requestLine() {
		return this.method + " " + this.target + " " + HttpVersion.HTTP_2;
	}

	@Override
	public String target() {
		return this.target;
	}

	@Override
	public @Nullable String host() {
		return this.host;
	}

	@Override
	public boolean isForServer() {
		return this.target.equals("*");
	}

	@Override
	public String path() {
		return (this.queryStart < 0) ? this.target : this.target.substring(0, this.queryStart);
	}

	@Override
	public PathBytes pathBytes() {
		return PathBytes.of(path());
	}

	@Override
	public @Nullable String query() {
		return (this.queryStart < 0) ? null : this.target.substring(this.queryStart + 1);
	}

	@Override
	public HttpVersion version() {
		return HttpVersion.HTTP_2;
	}

	@Override
	public int fieldCount() {
		return this.fields.length;
	}

	@Override
	public String fieldName(int index) {
		return this.fields[index].name();
	}

	@Override
	public String fieldValue(int index) {
		return this.fields[index].value();
	}

	@Override
	public long contentLength() {
		return this.contentLength;
	}

	/** Requests do not end connections of HTTP/2. */
	@Override
	public boolean isPersistent() {
		return true;
	}

	/** What an extended CONNECT begins, or null for any other request. */
	@Nullable String protocol() {
		return this.protocol;
	}

	boolean expectsContinue() {
		return this.expectsContinue;
	}

	Priority priority() {
		return this.priority;
	}

}
