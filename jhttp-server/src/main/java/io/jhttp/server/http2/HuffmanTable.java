package io.jhttp.server.http2;

/**
 * The Huffman code of strings (RFC 7541, section 5.2 and appendix B). The code is
 * canonical: it follows from the lengths, shorter codes first, and in the order of bytes
 * where they are equally long. It is decoded by half bytes, none of which ends more than
 * one code.
 */
final class HuffmanTable {

	/** The length of each byte's code and of the end of string: A is 5 bits, Z is 30. */
	private static final String LENGTHS = "ISXXXXXXXTZXXZXXXXXXXXZXXXXXXXXXBFFHIBDGFFDGDBBBAAABBBBBBBCDKBHF"
			+ "IBCCCCCCCCCCCCCCCCCCCCCCDCDIOIJBKABABABBBACCBBBABCBAABCCCCCKGJIX"
			+ "PRPPRRRSRSSSSSTSTTRSTSSSSQRSRSSTRQPRRSSQSRRTQRSSQQRQSRSSPRRRSRRS"
			+ "VVPORSRUVVVWWVTUOQVWWVWTQQVVXWWWPTPQRQQSRRUUTTVSVWVVWWWWWXWWWWWVZ";

	private static final int SYMBOLS = LENGTHS.length();

	private static final int END_OF_STRING = SYMBOLS - 1;

	private static final int MAX_LENGTH = 30;

	/** The padding is shorter than a byte. */
	private static final int MAX_PADDING = 7;

	private static final int FAILURE = -1;

	private static final int EMITS = 1 << 8;

	private static final int[] CODES = codes();

	/**
	 * For each inner node of the tree and each half byte: the node that follows, the byte
	 * that ends there, if {@link #EMITS}, from bit 16 on; or {@link #FAILURE}.
	 */
	private static final int[] TRANSITIONS = new int[(SYMBOLS - 1) * 16];

	/** Whether a string may end at a node: what has come of a code is padding. */
	private static final boolean[] ENDS = new boolean[SYMBOLS - 1];

	static {
		int[][] tree = tree();
		for (int node = 0; node < tree.length; node++) {
			for (int half = 0; half < 16; half++) {
				TRANSITIONS[node * 16 + half] = transition(tree, node, half);
			}
		}
		int node = 0;
		for (int i = 0; i <= MAX_PADDING; i++) {
			ENDS[node] = true;
			node = tree[node][1];
		}
	}

	private HuffmanTable() {
	}

	private static int lengthOf(int symbol) {
		return LENGTHS.charAt(symbol) - 'A' + 5;
	}

	private static int[] codes() {
		int[] codes = new int[SYMBOLS];
		int code = 0;
		for (int length = 5; length <= MAX_LENGTH; length++) {
			for (int symbol = 0; symbol < SYMBOLS; symbol++) {
				if (lengthOf(symbol) == length) {
					codes[symbol] = code++;
				}
			}
			code <<= 1;
		}
		return codes;
	}

	/** For each inner node its children: a node, or behind the nodes a symbol. */
	private static int[][] tree() {
		int[][] tree = new int[SYMBOLS - 1][2];
		int nodes = 1;
		for (int symbol = 0; symbol < SYMBOLS; symbol++) {
			int node = 0;
			for (int bit = lengthOf(symbol) - 1; bit > 0; bit--) {
				int side = (CODES[symbol] >> bit) & 1;
				if (tree[node][side] == 0) {
					tree[node][side] = nodes++;
				}
				node = tree[node][side];
			}
			tree[node][CODES[symbol] & 1] = tree.length + symbol;
		}
		return tree;
	}

	private static int transition(int[][] tree, int from, int half) {
		int node = from;
		int emitted = 0;
		for (int bit = 3; bit >= 0; bit--) {
			node = tree[node][(half >> bit) & 1];
			if (node == tree.length + END_OF_STRING) {
				return FAILURE;
			}
			if (node >= tree.length) {
				emitted = EMITS | (node - tree.length) << 16;
				node = 0;
			}
		}
		return node | emitted;
	}

	/** How many bytes a string of this encoded length can have at most. */
	static int maxDecoded(int length) {
		return length * 8 / 5;
	}

	/**
	 * Decodes a string.
	 * @param target has room for {@link #maxDecoded}, from index 0 on
	 * @return how many bytes it has, or -1 if it is malformed
	 */
	static int decode(byte[] bytes, int from, int limit, byte[] target) {
		int node = 0;
		int length = 0;
		for (int at = from; at < limit; at++) {
			for (int shift = 4; shift >= 0; shift -= 4) {
				int transition = TRANSITIONS[node * 16 + ((bytes[at] >> shift) & 0xf)];
				if (transition == FAILURE) {
					return -1;
				}
				if ((transition & EMITS) != 0) {
					target[length++] = (byte) (transition >> 16);
				}
				node = transition & 0xff;
			}
		}
		return ENDS[node] ? length : -1;
	}

	/** How many bytes the code of a text has, which is ISO-8859-1. */
	static int encodedLength(String text) {
		long bits = 0;
		for (int i = 0; i < text.length(); i++) {
			bits += lengthOf(text.charAt(i));
		}
		return (int) ((bits + 7) / 8);
	}

	/**
	 * Encodes a text, which is ISO-8859-1.
	 * @return the index behind it
	 */
	static int encode(String text, byte[] target, int from) {
		int at = from;
		long bits = 0;
		int count = 0;
		for (int i = 0; i < text.length(); i++) {
			int symbol = text.charAt(i);
			bits = bits << lengthOf(symbol) | CODES[symbol];
			count += lengthOf(symbol);
			while (count >= 8) {
				count -= 8;
				target[at++] = (byte) (bits >> count);
			}
		}
		if (count > 0) {
			target[at++] = (byte) (bits << (8 - count) | 0xff >> count);
		}
		return at;
	}

}
