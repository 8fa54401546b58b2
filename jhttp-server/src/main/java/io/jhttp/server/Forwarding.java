package io.jhttp.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.jhttp.server.exchange.StreamConnection;
import io.jhttp.server.http.ForwardedField;
import io.jhttp.server.http.HostSyntax;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.RequestHead;
import io.jhttp.server.net.IpLiteral;
import org.jspecify.annotations.Nullable;

/**
 * What trusted proxies have said about a request.
 * <p>
 * The hops are looked at from the nearest to the farthest, and no further than the first
 * that is not trusted: what stands left of it is that one's own word. A hop that cannot
 * be read, is {@code unknown} or obfuscated (RFC 7239, section 6.3) ends the search as
 * well; then the last proxy that is known counts as the client.
 *
 * @param client the client
 * @param scheme {@code http}, {@code https}, or null if no proxy has said
 * @param host host and perhaps port, or null if no proxy has said
 * @param port the port, or -1 if no proxy has said
 */
record Forwarding(InetSocketAddress client, @Nullable String scheme, @Nullable String host, int port) {

	/**
	 * Looks at a request.
	 * @param proxies who is trusted
	 * @param connection its client is the nearest hop
	 * @param head the request
	 * @return null if that client is not trusted, or not known: a proxy that names none
	 * by the PROXY protocol passes on what its client has sent
	 * @throws HttpProblem 400 if the {@code Forwarded} field is malformed: where its
	 * parts end is then a matter of taste, and a client that begins a quotation must not
	 * hide behind a proxy
	 */
	static @Nullable Forwarding of(TrustedProxies proxies, StreamConnection connection, RequestHead head) {
		InetSocketAddress peer = connection.remoteAddress();
		if (!connection.isClientKnown() || !proxies.contains(peer)) {
			return null;
		}
		return proxies.honour(ForwardingHeader.FORWARDED) ? standard(proxies, peer, head)
				: conventional(proxies, peer, head);
	}

	private static Forwarding standard(TrustedProxies proxies, InetSocketAddress peer, RequestHead head) {
		String field = head.combinedField(ForwardingHeader.FORWARDED.fieldName());
		List<Map<String, String>> elements = (field != null) ? ForwardedField.parse(field) : List.of();
		InetSocketAddress client = peer;
		Map<String, String> decisive = Map.of();
		for (int i = elements.size() - 1; i >= 0; i--) {
			decisive = elements.get(i);
			InetSocketAddress hop = address(decisive.get("for"));
			if (hop == null) {
				break;
			}
			client = hop;
			if (!proxies.contains(hop.getAddress())) {
				break;
			}
		}
		return new Forwarding(client, scheme(decisive.get("proto")), host(decisive.get("host")), -1);
	}

	private static Forwarding conventional(TrustedProxies proxies, InetSocketAddress peer, RequestHead head) {
		InetSocketAddress client = peer;
		List<String> hops = members(proxies, ForwardingHeader.X_FORWARDED_FOR, head);
		for (int i = hops.size() - 1; i >= 0; i--) {
			InetSocketAddress hop = address(hops.get(i));
			if (hop == null) {
				break;
			}
			client = hop;
			if (!proxies.contains(hop.getAddress())) {
				break;
			}
		}
		return new Forwarding(client, scheme(last(members(proxies, ForwardingHeader.X_FORWARDED_PROTO, head))),
				host(last(members(proxies, ForwardingHeader.X_FORWARDED_HOST, head))),
				requestedPort(last(members(proxies, ForwardingHeader.X_FORWARDED_PORT, head))));
	}

	/** The members of all lines, in order. */
	private static List<String> members(TrustedProxies proxies, ForwardingHeader header, RequestHead head) {
		List<String> members = new ArrayList<>(2);
		String field = proxies.honour(header) ? head.combinedField(header.fieldName()) : null;
		if (field != null) {
			for (String member : field.split(",", -1)) {
				members.add(member.strip());
			}
		}
		return members;
	}

	private static @Nullable String last(List<String> members) {
		return members.isEmpty() ? null : members.get(members.size() - 1);
	}

	/** An address, perhaps with a port; one of IPv6 needs brackets for that. */
	private static @Nullable InetSocketAddress address(@Nullable String text) {
		if (text == null) {
			return null;
		}
		String host = text;
		int port = 0;
		int colon = text.lastIndexOf(':');
		if (text.startsWith("[")) {
			int end = text.indexOf(']');
			if (end < 0 || text.indexOf(':') < 0 || text.indexOf(':') > end) {
				return null;
			}
			host = text.substring(1, end);
			if (end + 1 < text.length()) {
				port = (text.charAt(end + 1) == ':') ? forwardedPort(text.substring(end + 2)) : -1;
			}
		}
		else if (colon >= 0 && text.indexOf(':') == colon) {
			host = text.substring(0, colon);
			port = forwardedPort(text.substring(colon + 1));
		}
		InetAddress address = (port < 0) ? null : IpLiteral.parse(host);
		return (address != null) ? new InetSocketAddress(address, port) : null;
	}

	/** RFC 7239, section 6: a port may be obfuscated, and is 0 then. */
	private static int forwardedPort(String text) {
		return text.matches("_[A-Za-z0-9._-]+") ? 0 : port(text);
	}

	private static int port(String text) {
		return IpLiteral.decimal(text, 0, text.length(), 65535);
	}

	/** No client can have asked at port 0. */
	private static int requestedPort(@Nullable String text) {
		int port = (text != null) ? port(text) : -1;
		return (port > 0) ? port : -1;
	}

	private static @Nullable String scheme(@Nullable String text) {
		String scheme = (text != null) ? text.toLowerCase(Locale.ROOT) : "";
		return (scheme.equals("http") || scheme.equals("https")) ? scheme : null;
	}

	private static @Nullable String host(@Nullable String text) {
		return (text != null && HostSyntax.isValid(text) && hasRequestedPort(text)) ? text : null;
	}

	/** None, and an empty one, is that of the scheme (RFC 3986, section 6.2.3). */
	private static boolean hasRequestedPort(String host) {
		int colon = host.lastIndexOf(':');
		boolean none = colon < host.lastIndexOf(']') || colon < 0 || colon == host.length() - 1;
		return none || requestedPort(host.substring(colon + 1)) > 0;
	}

}
