package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A fork server: a small process that starts scripts for a server, and that has been the
 * scripts' user from its beginning. So a script costs one program, also if the server is
 * root's, where something would have to change the user for each script otherwise. It
 * works in JVMs whose server must not, or cannot, call native functions.
 *
 * <p>
 * It ends when its standard input does, and with it all scripts: also if the server was
 * killed.
 */
final class ForkServerMain {

	private static final int SIGHUP = 1;

	private static final int SIGINT = 2;

	private static final int SIGTERM = 15;

	/** SIG_IGN. */
	private static final int IGNORE = 1;

	/** PR_SET_DUMPABLE. */
	private static final int SET_DUMPABLE = 4;

	private static final int LONGEST_END = 5000;

	private ForkServerMain() {
	}

	/**
	 * Serves.
	 * @param args the path of the server's socket, and how many connections it wants;
	 * what they begin with comes from the standard input, as arguments are visible to all
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		byte[] token = System.in.readNBytes(ForkServerProtocol.TOKEN_LENGTH);
		NativeLibrary library = NativeLibrary.open();
		ForkServerFunctions functions = new ForkServerFunctions(library);
		becomeIndependent(functions);
		PosixSpawner spawner = new PosixSpawner(library);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < Integer.parseInt(args[1]); i++) {
			ForkServerSocket socket = new ForkServerSocket(library, functions,
					args[0].getBytes(StandardCharsets.UTF_8));
			ForkServerLoop loop = new ForkServerLoop(library, functions, spawner, socket);
			loop.begin(token);
			threads.add(new Thread(loop, "scripts-" + i));
		}
		threads.forEach(Thread::start);
		while (System.in.read() >= 0) {
			// The server says nothing, it only ends some day.
		}
		for (Thread thread : threads) {
			thread.join(LONGEST_END);
		}
		Runtime.getRuntime().halt(0);
	}

	/**
	 * Who ends the server by a signal to its group, as a terminal does, lets it end its
	 * scripts in order. And no script, which is the same user's, can look into the memory
	 * of this process, where other requests are.
	 */
	private static void becomeIndependent(ForkServerFunctions functions) {
		functions.setSession.call();
		for (int signal : new int[] { SIGHUP, SIGINT, SIGTERM }) {
			functions.handleSignal.call(signal, IGNORE);
		}
		functions.controlProcess.call(SET_DUMPABLE, 0, 0, 0, 0);
	}

}
