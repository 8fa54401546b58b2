package io.jhttp.server.cgi;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;

/**
 * What a script is told about its request: the meta-variables of RFC 3875, section 4.1,
 * and those that other servers add. Nothing of the server's own environment gets in but
 * what its owner has chosen.
 */
final class ScriptEnvironment {

	private static final String AUTHORIZATION = "authorization";

	/**
	 * Credentials are the server's to check, unless its owner wants scripts to;
	 * {@code Proxy} would become the variable that many programs take their proxy from
	 * (CVE-2016-5385); the rest have variables of their own, or are no longer true.
	 */
	private static final Set<String> NOT_PASSED = Set.of(AUTHORIZATION, "proxy-authorization", "proxy", "content-type",
			"content-length", "transfer-encoding");

	private final Map<String, String> constant;

	private final Path directory;

	private final boolean passAuthorization;

	/**
	 * Prepares environments.
	 * @param constant what all of them have
	 * @param directory the served directory
	 * @param passAuthorization whether scripts are told the credentials of requests
	 */
	ScriptEnvironment(Map<String, String> constant, Path directory, boolean passAuthorization) {
		this.passAuthorization = passAuthorization;
		this.constant = Map.copyOf(constant);
		this.directory = directory;
	}

	/**
	 * Describes a request.
	 * @throws HttpProblem 400 if the request would not be the same to each reader
	 */
	Map<String, String> of(HttpExchange exchange, Script script, long contentLength) {
		HttpRequest request = exchange.request();
		Map<String, String> variables = new HashMap<>(this.constant);
		addFields(variables, request);
		addConnection(variables, exchange);
		addUser(variables, exchange);
		variables.put("GATEWAY_INTERFACE", "CGI/1.1");
		variables.put("SERVER_SOFTWARE", exchange.server().serverHeader());
		variables.put("SERVER_PROTOCOL", request.version().toString());
		variables.put("REQUEST_METHOD", request.method());
		variables.put("REQUEST_SCHEME", request.scheme());
		if (request.isSecure()) {
			variables.put("HTTPS", "on");
		}
		// An interpreter of PHP wants to know that it was not called directly.
		variables.put("REDIRECT_STATUS", "200");
		addPaths(variables, request, script);
		if (contentLength >= 0) {
			variables.put("CONTENT_LENGTH", String.valueOf(contentLength));
		}
		variables.forEach(ScriptEnvironment::requireHarmless);
		return variables;
	}

	private void addPaths(Map<String, String> variables, HttpRequest request, Script script) {
		String query = request.query();
		variables.put("QUERY_STRING", (query != null) ? query : "");
		variables.put("REQUEST_URI", (query != null) ? request.path() + "?" + query : request.path());
		variables.put("SCRIPT_NAME", script.name());
		variables.put("SCRIPT_FILENAME", script.file().toString());
		variables.put("DOCUMENT_ROOT", this.directory.toString());
		if (!script.pathInfo().isEmpty()) {
			variables.put("PATH_INFO", script.pathInfo());
			variables.put("PATH_TRANSLATED", this.directory + script.pathInfo());
		}
	}

	private static void addConnection(Map<String, String> variables, HttpExchange exchange) {
		HttpRequest request = exchange.request();
		String client = withoutScope(request.client());
		String local = request.isUnixDomain() ? "localhost"
				: withoutScope(request.localAddress().getAddress().getHostAddress());
		variables.put("REMOTE_ADDR", client);
		variables.put("REMOTE_HOST", client);
		variables.put("REMOTE_PORT", String.valueOf(request.remoteAddress().getPort()));
		variables.put("SERVER_ADDR", request.isUnixDomain() ? "unix:" : local);
		variables.put("SERVER_PORT", String.valueOf(request.port()));
		variables.put("SERVER_NAME", serverName(request, local));
	}

	/** Sections 4.1.1 and 4.1.11: only what this server has verified. */
	private static void addUser(Map<String, String> variables, HttpExchange exchange) {
		Principal principal = exchange.principal();
		String scheme = exchange.authenticationScheme();
		if (principal != null && scheme != null) {
			variables.put("REMOTE_USER", principal.getName());
			variables.put("AUTH_TYPE", scheme);
		}
	}

	/** Section 4.1.14: what the client calls the server, without a port. */
	private static String serverName(HttpRequest request, String local) {
		String host = request.host();
		if (host == null || host.isEmpty()) {
			return (local.indexOf(':') >= 0) ? "[" + local + "]" : local;
		}
		return host.replaceFirst(":[0-9]*$", "");
	}

	private static String withoutScope(String address) {
		int scope = address.indexOf('%');
		return (scope < 0) ? address : address.substring(0, scope);
	}

	private void addFields(Map<String, String> variables, HttpRequest request) {
		for (Map.Entry<String, String> field : request.headers()) {
			String name = field.getKey();
			if (name.indexOf('_') >= 0) {
				// X_A and X-A are one variable: a proxy may have checked the other one.
				throw HttpProblem.badRequest("A header field for a script has an underscore in its name.");
			}
			if (isPassed(name.toLowerCase(Locale.ROOT)) && isVariable(name)) {
				String variable = "HTTP_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
				String separator = variable.equals("HTTP_COOKIE") ? "; " : ", ";
				variables.merge(variable, text(field.getValue()), (first, next) -> first + separator + next);
			}
		}
		String host = request.host();
		if (host != null && !request.target().startsWith("/")) {
			// Of an absolute target, whatever the field says (RFC 9112, section 3.2.2).
			variables.put("HTTP_HOST", host);
		}
		String type = request.header("Content-Type");
		if (type != null) {
			variables.put("CONTENT_TYPE", text(type));
		}
	}

	private boolean isPassed(String name) {
		return !NOT_PASSED.contains(name) || (this.passAuthorization && name.equals(AUTHORIZATION));
	}

	/** Other tokens are no names of variables, and no script could ask for them. */
	private static boolean isVariable(String name) {
		return name.chars().allMatch((c) -> c == '-' || Character.isLetterOrDigit(c));
	}

	/** The bytes of a field again, where the environment is written as UTF-8. */
	private static String text(String value) {
		try {
			return StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
				.toString();
		}
		catch (CharacterCodingException ex) {
			return value;
		}
	}

	/** Old shells run what looks like a function of theirs (CVE-2014-6271). */
	private static void requireHarmless(String name, String value) {
		if (value.startsWith("() {") || value.indexOf(0) >= 0) {
			throw HttpProblem.badRequest("The request would define a function in the environment of a script.");
		}
	}

}
