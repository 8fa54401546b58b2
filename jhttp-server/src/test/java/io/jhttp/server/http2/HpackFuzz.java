package io.jhttp.server.http2;

import java.util.ArrayList;
import java.util.List;

/**
 * Header blocks are decoded or refused, take no more than they are worth, and mean the
 * same when they are encoded again.
 */
public final class HpackFuzz {

	private HpackFuzz() {
	}

	/** The first byte says where a second block begins, which refers to the first. */
	public static void fuzzerTestOneInput(byte[] bytes) {
		HpackDecoder decoder = new HpackDecoder();
		HpackBuffer buffer = new HpackBuffer();
		HpackEncoder encoder = new HpackEncoder(new FieldNames(), buffer);
		HpackDecoder other = new HpackDecoder();
		int split = (bytes.length > 0) ? 1 + (bytes[0] & 0xff) % bytes.length : 0;
		int[] limits = { 0, split, bytes.length };
		for (int i = 1; i < limits.length; i++) {
			List<String> fields = decode(decoder, bytes, limits[i - 1], limits[i]);
			if (fields == null) {
				return;
			}
			require(fields.size() <= 2 * (limits[i] - limits[i - 1]), "more fields than bytes");
			buffer.begin(0);
			encoder.begin(0);
			for (int at = 0; at < fields.size(); at += 2) {
				encoder.field(fields.get(at), fields.get(at + 1));
			}
			List<String> again = decode(other, buffer.encoded(), 0, buffer.length());
			require(again != null && again.equals(sent(fields)), fields + " / " + again);
		}
	}

	/** Names and values in turn, or null if the block is malformed. */
	private static List<String> decode(HpackDecoder decoder, byte[] bytes, int from, int limit) {
		List<String> fields = new ArrayList<>();
		try {
			decoder.decode(bytes, from, limit, (field) -> {
				fields.add(field.name());
				fields.add(field.value());
			});
			return fields;
		}
		catch (ConnectionError ex) {
			require(ex.code() == ErrorCode.COMPRESSION_ERROR, ex.code().name());
			return null;
		}
	}

	private static List<String> sent(List<String> fields) {
		List<String> sent = new ArrayList<>();
		FieldNames names = new FieldNames();
		for (int at = 0; at < fields.size(); at += 2) {
			FieldNames.FieldName name = names.get(fields.get(at));
			if (name.indexing() != null) {
				sent.add(name.lower());
				sent.add(fields.get(at + 1));
			}
		}
		return sent;
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new AssertionError(message);
		}
	}

}
