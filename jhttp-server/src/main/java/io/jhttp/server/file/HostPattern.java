package io.jhttp.server.file;

import java.net.IDN;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A host by its name, or all below a domain: {@code *.example.com} is every name that
 * ends so, at any depth, but not {@code example.com} itself.
 *
 * @param name in lower case, without port; of a domain, with the dot before
 * @param domain whether it stands for all below
 */
record HostPattern(String name, boolean domain) {

	/**
	 * Reads a pattern.
	 * @throws IllegalArgumentException if it is neither a name nor a domain
	 */
	static HostPattern of(String text) {
		boolean domain = text.startsWith("*.");
		String name = text.startsWith("[") ? text : ascii(domain ? text.substring(2) : text, text);
		String known = name(name);
		if (known.isEmpty() || !known.equals(name.toLowerCase(Locale.ROOT)) || known.indexOf('*') >= 0) {
			throw new IllegalArgumentException("'" + text + "' cannot be a host: it is a name without port, such as "
					+ "docs.example.com, or one with '*.' before, such as *.example.com");
		}
		return new HostPattern(domain ? "." + known : known, domain);
	}

	private static String ascii(String name, String text) {
		try {
			return IDN.toASCII(name);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'" + text + "' cannot be a host: " + ex.getMessage(), ex);
		}
	}

	/**
	 * The name of a host as it is compared: without port and the dot of the root, in
	 * lower case. One of IPv6 keeps its brackets.
	 * @param host as a request has it, or null if it has none
	 */
	static String name(@Nullable String host) {
		if (host == null) {
			return "";
		}
		int colon = host.lastIndexOf(':');
		int end = (colon > host.lastIndexOf(']')) ? colon : host.length();
		if (end > 0 && host.charAt(end - 1) == '.') {
			end--;
		}
		return host.substring(0, end).toLowerCase(Locale.ROOT);
	}

	/** Whether a host is meant, by its {@link #name}. */
	boolean matches(String host) {
		return this.domain ? host.length() > this.name.length() && host.endsWith(this.name) : host.equals(this.name);
	}

	/** A name goes before a domain, and a domain before one above it. */
	int precedence() {
		return this.domain ? this.name.length() : Integer.MAX_VALUE;
	}

}
