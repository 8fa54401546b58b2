package io.jhttp.server.cgi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jhttp.server.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The head of a script's output (RFC 3875, section 6.3): fields for the server, and
 * fields for the client.
 */
final class ScriptHead {

	private static final int MAX_FIELDS = 100;

	private static final Pattern STATUS = Pattern.compile("([2-9][0-9]{2})(?: +(.*))?");

	private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

	/** Section 6.3.4: how the message travels is up to the server. */
	private static final Set<String> NOT_FOR_SCRIPTS = Set.of("transfer-encoding", "connection", "keep-alive",
			"proxy-connection", "te", "trailer", "upgrade");

	private final List<Map.Entry<String, String>> fields = new ArrayList<>();

	private int status;

	private @Nullable String reason;

	private @Nullable String contentType;

	private @Nullable String location;

	private long contentLength = -1;

	/**
	 * Reads lines.
	 * @throws MalformedOutputException if they are no head
	 */
	static ScriptHead parse(List<String> lines) throws MalformedOutputException {
		if (lines.size() > MAX_FIELDS) {
			throw new MalformedOutputException("it has more than " + MAX_FIELDS + " header fields");
		}
		ScriptHead head = new ScriptHead();
		for (String line : lines) {
			int colon = line.indexOf(':');
			if (colon <= 0) {
				throw new MalformedOutputException("a line of its head has no field name");
			}
			head.add(line.substring(0, colon), line.substring(colon + 1).strip());
		}
		if (head.status == 0 && head.contentType == null && head.location == null) {
			throw new MalformedOutputException("its head has neither Content-Type nor Location nor Status");
		}
		return head;
	}

	private void add(String name, String value) throws MalformedOutputException {
		switch (name.toLowerCase(Locale.ROOT)) {
			case "status" -> status(value);
			case "content-type" -> this.contentType = once(name, this.contentType, value);
			case "location" -> this.location = once(name, this.location, value);
			case "content-length" -> contentLength(value);
			default -> {
				if (!NOT_FOR_SCRIPTS.contains(name.toLowerCase(Locale.ROOT))) {
					this.fields.add(Map.entry(name, value));
				}
			}
		}
	}

	private void status(String value) throws MalformedOutputException {
		Matcher matcher = STATUS.matcher(value);
		if (this.status != 0 || !matcher.matches()) {
			throw new MalformedOutputException("its Status is not a final status code, or is there twice");
		}
		this.status = Integer.parseInt(matcher.group(1));
		this.reason = matcher.group(2);
	}

	private void contentLength(String value) throws MalformedOutputException {
		if (this.contentLength >= 0 || !LENGTH.matcher(value).matches()) {
			throw new MalformedOutputException("its Content-Length is not a number, or is there twice");
		}
		this.contentLength = Long.parseLong(value);
	}

	private static String once(String name, @Nullable String earlier, String value) throws MalformedOutputException {
		if (earlier != null || value.isEmpty()) {
			throw new MalformedOutputException("its " + name + " is empty, or is there twice");
		}
		return value;
	}

	/**
	 * Where the server itself is to look (section 6.2.2), or null. A script that sets a
	 * status wants the client to see the redirect.
	 */
	@Nullable String localRedirect() {
		boolean local = this.location != null && this.location.startsWith("/") && !this.location.startsWith("//");
		return (local && this.status == 0) ? this.location : null;
	}

	/** Whether content without a type would be no valid response (section 6.3.1). */
	boolean forbidsContent() {
		return this.contentType == null && this.location == null;
	}

	/** The length that the script has declared, or -1. */
	long contentLength() {
		return this.contentLength;
	}

	/**
	 * Sets status and fields of a response.
	 * @throws MalformedOutputException if they cannot stand in one
	 */
	void applyTo(HttpResponse response) throws MalformedOutputException {
		try {
			int code = (this.location != null) ? 302 : 200;
			response.status((this.status != 0) ? this.status : code, this.reason);
			if (this.contentType != null) {
				response.contentType(this.contentType);
			}
			if (this.location != null) {
				response.header("Location", this.location);
			}
			this.fields.forEach((field) -> response.addHeader(field.getKey(), field.getValue()));
			if (this.contentLength >= 0) {
				response.contentLength(this.contentLength);
			}
		}
		catch (IllegalArgumentException ex) {
			response.reset();
			throw new MalformedOutputException("a field of its head cannot stand in a response");
		}
	}

}
