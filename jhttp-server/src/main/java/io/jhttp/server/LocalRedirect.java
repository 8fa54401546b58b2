package io.jhttp.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.HttpVersion;
import io.jhttp.server.http.Bytes;
import io.jhttp.server.http.PathBytes;
import io.jhttp.server.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The head of the request that a local redirect stands for: the client's own, without its
 * content, for another path. Nothing gets in this way that would not by the other.
 */
final class LocalRedirect implements RequestHead {

	private static final int MAX_TARGET_LENGTH = 64 * 1024;

	private final RequestHead original;

	private final String target;

	/** Where the query begins, behind its question mark; 0 without one. */
	private final int queryStart;

	/** Which fields of the original there are. */
	private final int[] fields;

	private LocalRedirect(RequestHead original, String target) {
		this.original = original;
		this.target = target;
		this.queryStart = target.indexOf('?') + 1;
		int[] kept = new int[original.fieldCount()];
		int count = 0;
		for (int index = 0; index < kept.length; index++) {
			if (!isAboutContent(original.fieldName(index).toLowerCase(Locale.ROOT))) {
				kept[count++] = index;
			}
		}
		this.fields = Arrays.copyOf(kept, count);
	}

	/**
	 * A request for another path.
	 * @throws HttpProblem 502 if the target is no path
	 */
	static RequestHead of(RequestHead original, String target) {
		if (!isPathWithQuery(target)) {
			throw new HttpProblem(502, "The target of a local redirect is not a path.");
		}
		return new LocalRedirect(original, target);
	}

	private static boolean isPathWithQuery(String target) {
		byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
		int at = 0;
		while (at < bytes.length && Bytes.isPath(bytes[at])) {
			at++;
		}
		if (at < bytes.length && bytes[at] == '?') {
			at++;
			while (at < bytes.length && Bytes.isQuery(bytes[at])) {
				at++;
			}
		}
		return target.startsWith("/") && at == bytes.length && at <= MAX_TARGET_LENGTH;
	}

	private static boolean isAboutContent(String name) {
		return name.startsWith("content-") || name.equals("transfer-encoding") || name.equals("expect");
	}

	@Override
	public String method() {
		return this.original.methodIs("HEAD") ? "HEAD" : "GET";
	}

	@Override
	public String requestLine() {
		String line = method() + " " + this.target;
		return (version() == HttpVersion.HTTP_0_9) ? line : line + " " + version();
	}

	@Override
	public String target() {
		return this.target;
	}

	@Override
	public @Nullable String host() {
		return this.original.host();
	}

	@Override
	public boolean isForServer() {
		return false;
	}

	@Override
	public String path() {
		return (this.queryStart > 0) ? this.target.substring(0, this.queryStart - 1) : this.target;
	}

	@Override
	public PathBytes pathBytes() {
		return PathBytes.of(path());
	}

	@Override
	public @Nullable String query() {
		return (this.queryStart > 0) ? this.target.substring(this.queryStart) : null;
	}

	@Override
	public HttpVersion version() {
		return this.original.version();
	}

	@Override
	public int fieldCount() {
		return this.fields.length;
	}

	@Override
	public String fieldName(int index) {
		return this.original.fieldName(this.fields[index]);
	}

	@Override
	public String fieldValue(int index) {
		return this.original.fieldValue(this.fields[index]);
	}

	@Override
	public long contentLength() {
		return -1;
	}

	@Override
	public boolean isPersistent() {
		return this.original.isPersistent();
	}

}
