package io.jhttp.server.cgi.process;

import java.io.IOException;

/**
 * The functions of the C library with which a fork server talks, beside those that start
 * processes.
 */
final class ForkServerFunctions {

	final NativeLibrary.Function socket;

	final NativeLibrary.Function connect;

	final NativeLibrary.Function receive;

	final NativeLibrary.Function send;

	final NativeLibrary.Function read;

	final NativeLibrary.Function poll;

	final NativeLibrary.Function setSession;

	final NativeLibrary.Function handleSignal;

	final NativeLibrary.Function controlProcess;

	/** As the C library does not have all calls of the system by name. */
	final NativeLibrary.Function systemCall;

	/**
	 * Finds the functions.
	 * @throws IOException if the C library does not have all of them
	 */
	ForkServerFunctions(NativeLibrary library) throws IOException {
		Class<?> number = int.class;
		Class<?> address = long.class;
		this.socket = library.function("socket", number, number, number);
		this.connect = library.function("connect", number, address, number);
		this.receive = library.function("recv", number, address, address, number);
		this.send = library.function("send", number, address, address, number);
		this.read = library.function("read", number, address, address);
		this.poll = library.function("poll", address, address, number);
		this.setSession = library.function("setsid");
		this.handleSignal = library.function("signal", number, address);
		this.controlProcess = library.function("prctl", number, address, address, address, address);
		this.systemCall = library.function("syscall", address, address, address);
	}

}
