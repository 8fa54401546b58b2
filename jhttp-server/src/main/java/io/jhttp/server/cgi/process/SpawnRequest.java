package io.jhttp.server.cgi.process;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is to be started, in the octets that the system knows.
 *
 * @param command a program and its arguments
 * @param directory where it works
 * @param environment each variable with its value
 * @param input what it reads, if that is in no file
 * @param inputFile what it reads otherwise
 */
record SpawnRequest(List<byte[]> command, byte[] directory, List<byte[]> environment, byte[] input, byte[] inputFile) {

	/** How Java names files. */
	private static final Charset NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

	private static final String NOTHING = "/dev/null";

	static SpawnRequest of(List<String> command, Path directory, Map<String, String> environment, ScriptInput input) {
		List<byte[]> variables = new ArrayList<>(environment.size());
		environment.forEach((name, value) -> variables.add((name + "=" + value).getBytes(StandardCharsets.UTF_8)));
		@Nullable Path file = input.file();
		return new SpawnRequest(command.stream().map((argument) -> argument.getBytes(NAMES)).toList(),
				directory.toString().getBytes(NAMES), variables, input.octets(),
				((file != null) ? file.toString() : NOTHING).getBytes(NAMES));
	}

	/** As a fork server takes it. */
	ByteBuffer encode() {
		List<List<byte[]>> parts = List.of(this.command, List.of(this.directory), this.environment, List.of(this.input),
				List.of(this.inputFile));
		int size = 0;
		for (List<byte[]> part : parts) {
			size += Integer.BYTES;
			for (byte[] octets : part) {
				size += Integer.BYTES + octets.length;
			}
		}
		ByteBuffer encoded = ByteBuffer.allocate(ForkServerProtocol.FRAME_HEAD + size);
		encoded.put(ForkServerProtocol.START).putInt(size);
		for (List<byte[]> part : parts) {
			encoded.putInt(part.size());
			part.forEach((octets) -> encoded.putInt(octets.length).put(octets));
		}
		return encoded.flip();
	}

	/** Reads what {@link #encode} has written behind the length. */
	static SpawnRequest decode(ByteBuffer encoded) {
		return new SpawnRequest(list(encoded), list(encoded).get(0), list(encoded), list(encoded).get(0),
				list(encoded).get(0));
	}

	private static List<byte[]> list(ByteBuffer encoded) {
		int count = encoded.getInt();
		List<byte[]> list = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			byte[] octets = new byte[encoded.getInt()];
			encoded.get(octets);
			list.add(octets);
		}
		return list;
	}

}
