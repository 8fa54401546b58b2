package io.jhttp.server.cgi.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Starts one script after the other for a connection of a fork server.
 */
final class ForkServerLoop implements Runnable {

	private final PosixSpawner spawner;

	private final ForkServerSocket socket;

	private final NativeBuffer frames;

	private final ScriptRelay relay;

	ForkServerLoop(NativeLibrary library, ForkServerFunctions functions, PosixSpawner spawner,
			ForkServerSocket socket) {
		this.spawner = spawner;
		this.socket = socket;
		this.frames = NativeBuffer.allocate(library, ForkServerProtocol.MOST_FRAMES);
		this.frames.octets().order(ByteOrder.BIG_ENDIAN);
		this.relay = new ScriptRelay(library, functions, spawner.functions(), socket, this.frames);
	}

	/** Says who this is. */
	void begin(byte[] token) throws IOException {
		this.frames.octets().clear().put(token).flip();
		this.socket.send(this.frames);
	}

	@Override
	public void run() {
		try {
			while (true) {
				// A command for the last script that came too late is passed over.
				if (this.socket.await(1).get() == ForkServerProtocol.START) {
					int length = this.socket.await(Integer.BYTES).getInt();
					serve(SpawnRequest.decode(this.socket.await(length)));
				}
			}
		}
		catch (IOException ex) {
			// The server has gone, or wants no more of this connection.
		}
		finally {
			this.spawner.functions().close.call(this.socket.descriptor());
		}
	}

	private void serve(SpawnRequest request) throws IOException {
		int id;
		int output;
		int errors;
		try (NativePipe outputPipe = new NativePipe(this.spawner.functions());
				NativePipe errorPipe = new NativePipe(this.spawner.functions())) {
			id = this.spawner.spawn(request, outputPipe, errorPipe);
			output = outputPipe.takeReadEnd();
			errors = errorPipe.takeReadEnd();
		}
		catch (IOException ex) {
			refuse(String.valueOf(ex.getMessage()));
			return;
		}
		this.relay.run(id, output, errors);
	}

	private void refuse(String reason) throws IOException {
		byte[] message = reason.getBytes(StandardCharsets.UTF_8);
		byte[] sent = Arrays.copyOf(message, Math.min(message.length, ForkServerProtocol.MOST_OF_MESSAGE));
		ByteBuffer frame = this.frames.octets().clear();
		frame.put(ForkServerProtocol.FAILED).putInt(sent.length).put(sent).flip();
		this.socket.send(this.frames);
	}

}
