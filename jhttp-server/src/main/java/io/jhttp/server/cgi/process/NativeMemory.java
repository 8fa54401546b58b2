package io.jhttp.server.cgi.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Memory for the arguments of a native call, used by one call after the other.
 */
final class NativeMemory {

	private static final int LEAST = 16 * 1024;

	private static final int ALIGNMENT = 8;

	private final NativeLibrary library;

	private ByteBuffer buffer = ByteBuffer.allocateDirect(0);

	private long start;

	NativeMemory(NativeLibrary library) {
		this.library = library;
		begin(LEAST);
	}

	/** Makes room for one call; what was there before is gone. */
	void begin(int size) {
		if (size > this.buffer.capacity()) {
			this.buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
			this.start = this.library.address(this.buffer);
		}
		this.buffer.clear();
	}

	/** Reserves octets, which are at least as many as a function needs. */
	long reserve(int size) {
		this.buffer.position((this.buffer.position() + ALIGNMENT - 1) & -ALIGNMENT);
		long address = this.start + this.buffer.position();
		this.buffer.position(this.buffer.position() + size);
		return address;
	}

	/** A text as the C language has it. */
	long put(byte[] text) {
		long address = reserve(text.length + 1);
		int at = offset(address);
		this.buffer.put(at, text).put(at + text.length, (byte) 0);
		return address;
	}

	/** A list of texts that ends with none. */
	long put(List<byte[]> texts) {
		long list = reserve((texts.size() + 1) * Long.BYTES);
		int at = offset(list);
		for (byte[] text : texts) {
			this.buffer.putLong(at, put(text));
			at += Long.BYTES;
		}
		this.buffer.putLong(at, 0);
		return list;
	}

	/** How much a list of texts takes at most, and each of them once more. */
	static int size(List<byte[]> texts) {
		int size = 2 * Long.BYTES;
		for (byte[] text : texts) {
			size += 2 * (text.length + ALIGNMENT) + Long.BYTES;
		}
		return size;
	}

	/** The n-th of several numbers. */
	int intAt(long address, int index) {
		return this.buffer.getInt(offset(address) + index * Integer.BYTES);
	}

	/** A text that a function has written. */
	String textAt(long address) {
		StringBuilder text = new StringBuilder();
		for (int at = offset(address); this.buffer.get(at) != 0; at++) {
			text.append((char) (this.buffer.get(at) & 0xff));
		}
		return text.toString();
	}

	private int offset(long address) {
		return (int) (address - this.start);
	}

}
