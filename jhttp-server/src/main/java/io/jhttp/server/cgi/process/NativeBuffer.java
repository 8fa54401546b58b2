package io.jhttp.server.cgi.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Octets that both Java and the C library read and write.
 *
 * @param octets the same octets for Java
 * @param address where they begin
 */
record NativeBuffer(ByteBuffer octets, long address) {

	static NativeBuffer allocate(NativeLibrary library, int size) {
		ByteBuffer octets = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
		return new NativeBuffer(octets, library.address(octets));
	}

	/** Where the next octet is. */
	long position() {
		return this.address + this.octets.position();
	}

}
