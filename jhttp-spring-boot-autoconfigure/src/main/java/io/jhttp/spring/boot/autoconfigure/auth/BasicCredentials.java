package io.jhttp.spring.boot.autoconfigure.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself by HTTP Basic (RFC 7617).
 *
 * @param user the name, or an empty one if the credentials are malformed
 * @param password the bytes of the password, in which colons may be
 */
public record BasicCredentials(String user, byte[] password) {

	/** The name of the scheme. */
	public static final String SCHEME = "Basic";

	private static final BasicCredentials MALFORMED = new BasicCredentials("", new byte[0]);

	/**
	 * Reads the credentials of a request.
	 * @param request the request
	 * @return null if it has none of this scheme
	 * @throws HttpProblem 400 if it has several
	 */
	public static @Nullable BasicCredentials of(HttpRequest request) {
		if (!request.hasHeader("Authorization")) {
			return null;
		}
		List<String> fields = request.headers("Authorization");
		if (fields.size() > 1) {
			throw HttpProblem.badRequest("The request has several Authorization fields.");
		}
		String[] parts = fields.get(0).strip().split(" +", 2);
		if (!parts[0].equalsIgnoreCase(SCHEME)) {
			return null;
		}
		return (parts.length == 2) ? parse(parts[1]) : MALFORMED;
	}

	/**
	 * What asks a client for them.
	 * @param realm what browsers show when they ask for a password
	 * @return a value of {@code WWW-Authenticate}
	 */
	public static String challenge(String realm) {
		return SCHEME + " realm=\"" + realm.replace("\\", "\\\\").replace("\"", "\\\"") + "\", charset=\"UTF-8\"";
	}

	/**
	 * Whether they cannot be those of any user, as no user has an empty name.
	 * @return true if they are malformed
	 */
	public boolean areHopeless() {
		return this.user.isEmpty();
	}

	private static BasicCredentials parse(String encoded) {
		byte[] decoded;
		try {
			decoded = Base64.getDecoder().decode(encoded);
		}
		catch (IllegalArgumentException ex) {
			return MALFORMED;
		}
		int colon = 0;
		while (colon < decoded.length && decoded[colon] != ':') {
			colon++;
		}
		if (colon == decoded.length || hasControl(decoded)) {
			return MALFORMED;
		}
		try {
			String user = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded, 0, colon)).toString();
			return new BasicCredentials(user, Arrays.copyOfRange(decoded, colon + 1, decoded.length));
		}
		catch (CharacterCodingException ex) {
			return MALFORMED;
		}
	}

	/** Section 2 allows none; some implementations of bcrypt end a password at NUL. */
	private static boolean hasControl(byte[] decoded) {
		for (byte each : decoded) {
			if ((each >= 0 && each < ' ') || each == 0x7f) {
				return true;
			}
		}
		return false;
	}

}
