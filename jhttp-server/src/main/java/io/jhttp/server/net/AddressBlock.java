package io.jhttp.server.net;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * Addresses that begin with the same bits (RFC 4632; RFC 4291, section 2.3).
 */
public final class AddressBlock {

	private final byte[] prefix;

	private final int bits;

	private AddressBlock(byte[] prefix, int bits) {
		this.prefix = prefix;
		this.bits = bits;
	}

	/**
	 * Reads a block.
	 * @param text an address, or one with the number of bits that count, such as
	 * {@code 10.0.0.0/8} or {@code fd00::/8}
	 * @return the block
	 * @throws IllegalArgumentException if it is none, or the bits that do not count are
	 * not zero
	 */
	public static AddressBlock parse(String text) {
		int slash = text.indexOf('/');
		InetAddress address = IpLiteral.parse((slash < 0) ? text : text.substring(0, slash));
		if (address == null) {
			throw new IllegalArgumentException(
					"'" + text + "' is neither an address, such as 192.0.2.1, nor a block, such as 10.0.0.0/8");
		}
		byte[] bytes = address.getAddress();
		int all = 8 * bytes.length;
		// The bits of an IPv4-mapped block are counted in the longer form.
		boolean mapped = bytes.length == 4 && text.indexOf(':') >= 0;
		int bits = all;
		if (slash >= 0) {
			bits = IpLiteral.decimal(text, slash + 1, text.length(), mapped ? 128 : all);
			bits = (mapped && bits >= 0) ? bits - 96 : bits;
		}
		if (bits < 0) {
			throw new IllegalArgumentException("The prefix length of '" + text + "' must be from " + (mapped ? 96 : 0)
					+ " to " + (mapped ? 128 : all));
		}
		AddressBlock block = new AddressBlock(bytes, bits);
		byte[] masked = block.mask(bytes);
		if (!Arrays.equals(masked, bytes)) {
			throw new IllegalArgumentException("The block '" + text
					+ "' has host bits set: use the network address, or one address without a prefix length");
		}
		return block;
	}

	private byte[] mask(byte[] bytes) {
		byte[] masked = bytes.clone();
		for (int bit = this.bits; bit < 8 * masked.length; bit++) {
			masked[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
		}
		return masked;
	}

	/**
	 * Whether an address belongs to the block.
	 * @param address the address
	 * @return true if its first bits are those of the block
	 */
	public boolean contains(InetAddress address) {
		byte[] bytes = address.getAddress();
		if (bytes.length != this.prefix.length) {
			return false;
		}
		int whole = this.bits / 8;
		if (!Arrays.equals(bytes, 0, whole, this.prefix, 0, whole)) {
			return false;
		}
		int rest = this.bits % 8;
		return rest == 0 || ((bytes[whole] ^ this.prefix[whole]) & (0xff00 >> rest) & 0xff) == 0;
	}

}
