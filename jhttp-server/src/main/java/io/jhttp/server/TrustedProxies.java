package io.jhttp.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.jhttp.server.net.AddressBlock;
import io.jhttp.server.net.PeerAddress;

/**
 * The proxies whose word is taken for who the client is, and by which fields they say so.
 * What any other client says is ignored.
 */
public final class TrustedProxies {

	/** No proxy. */
	public static final TrustedProxies NONE = new TrustedProxies(List.of(), false,
			EnumSet.noneOf(ForwardingHeader.class));

	private static final String UNIX = "unix";

	private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");

	/** RFC 1918, RFC 4193, and the link-local ones. */
	private static final List<String> PRIVATE = List.of("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16",
			"169.254.0.0/16", "fc00::/7", "fe80::/10");

	private final List<AddressBlock> blocks;

	/** Whether those that connect to a Unix socket are trusted. */
	private final boolean unix;

	private final Set<ForwardingHeader> headers;

	private TrustedProxies(List<AddressBlock> blocks, boolean unix, Set<ForwardingHeader> headers) {
		this.blocks = List.copyOf(blocks);
		this.unix = unix;
		this.headers = headers;
	}

	/**
	 * Trusts proxies.
	 * @param addresses addresses, blocks of them such as {@code 10.0.0.0/8}, or
	 * {@code loopback} and {@code private} for those of this machine and of private
	 * networks, or {@code unix} for those that connect to a Unix socket
	 * @param headers the fields that all of them set; a proxy that passes on what its
	 * client has sent in one of them lets that client say what it likes
	 * @return the proxies
	 * @throws IllegalArgumentException if an address is none, or {@code Forwarded} is
	 * wanted beside others, which say the same
	 */
	public static TrustedProxies of(Collection<String> addresses, Collection<ForwardingHeader> headers) {
		List<AddressBlock> blocks = new ArrayList<>();
		for (String address : addresses) {
			switch (address) {
				case "loopback" -> LOOPBACK.forEach((block) -> blocks.add(AddressBlock.parse(block)));
				case "private" -> PRIVATE.forEach((block) -> blocks.add(AddressBlock.parse(block)));
				case UNIX -> {
					// Has no address
				}
				default -> blocks.add(AddressBlock.parse(address));
			}
		}
		if (headers.contains(ForwardingHeader.FORWARDED) && headers.stream().distinct().count() > 1) {
			throw new IllegalArgumentException("Forwarded and X-Forwarded-* say the same in two ways, of which a proxy "
					+ "sets one and a client may send the other: choose one");
		}
		Set<ForwardingHeader> copy = EnumSet.noneOf(ForwardingHeader.class);
		copy.addAll(headers);
		return new TrustedProxies(blocks, addresses.contains(UNIX), copy);
	}

	/**
	 * Whether an address is one of them.
	 * @param address the address
	 * @return true if it is
	 */
	public boolean contains(InetAddress address) {
		for (AddressBlock block : this.blocks) {
			if (block.contains(address)) {
				return true;
			}
		}
		return false;
	}

	/** The other end of a connection. */
	boolean contains(InetSocketAddress peer) {
		return PeerAddress.isUnix(peer) ? this.unix : contains(peer.getAddress());
	}

	/**
	 * Whether there is none.
	 * @return true if no proxy is trusted
	 */
	public boolean isEmpty() {
		return this.blocks.isEmpty() && !this.unix;
	}

	boolean honour(ForwardingHeader header) {
		return this.headers.contains(header);
	}

}
