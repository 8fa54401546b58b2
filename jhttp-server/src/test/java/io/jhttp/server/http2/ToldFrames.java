package io.jhttp.server.http2;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes down what frames say, with content in one piece.
 */
final class ToldFrames implements FrameListener {

	private final List<String> lines = new ArrayList<>();

	private final StringBuilder content = new StringBuilder();

	private int size;

	@Override
	public void onData(int stream, byte[] bytes, int from, int limit, int size, boolean endsStream) {
		this.content.append(text(bytes, from, limit));
		this.size += size;
		if (endsStream) {
			this.lines.add("data " + stream + " " + this.content + " " + this.size);
		}
	}

	@Override
	public void onHeaders(int stream, byte[] bytes, int from, int limit, boolean endsStream) {
		this.lines.add("headers " + stream + " " + text(bytes, from, limit) + (endsStream ? " end" : ""));
	}

	@Override
	public void onPriority() {
		this.lines.add("priority");
	}

	@Override
	public void onReset(int stream) {
		this.lines.add("reset " + stream);
	}

	@Override
	public void onSettings(byte[] bytes, int from, int limit) {
		if (limit > from) {
			this.lines.add("settings " + HexFormat.of().formatHex(bytes, from, limit));
		}
	}

	@Override
	public void onSettingsAcknowledged() {
		this.lines.add("acknowledged");
	}

	@Override
	public void onPing(boolean acknowledges, byte[] bytes, int from) {
		this.lines.add((acknowledges ? "pong " : "ping ") + text(bytes, from, from + 8));
	}

	@Override
	public void onSmallContent(boolean isEmpty) {
		// Told with the content.
	}

	@Override
	public void onGoAway() {
		this.lines.add("goaway");
	}

	@Override
	public void onWindowUpdate(int stream, int increment) {
		this.lines.add("window " + stream + " " + increment);
	}

	@Override
	public void onPriorityUpdate(int stream, String priority) {
		this.lines.add("priority " + stream + " " + priority);
	}

	@Override
	public void onUnknown() {
		this.lines.add("unknown");
	}

	private static String text(byte[] bytes, int from, int limit) {
		return new String(bytes, from, limit - from, StandardCharsets.ISO_8859_1);
	}

	/** Reads bytes as a connection does, of which a first part comes before the rest. */
	static String read(byte[] bytes, int... limits) {
		ToldFrames told = new ToldFrames();
		FrameReader reader = new FrameReader(100);
		int at = 0;
		try {
			for (int limit : limits) {
				while (reader.find(bytes, at, limit)) {
					at = reader.end();
					try {
						reader.tell(told);
					}
					catch (StreamError ex) {
						told.lines.add("stream " + ex.stream() + " " + ex.code());
					}
				}
			}
		}
		catch (ConnectionError ex) {
			told.lines.add(ex.code().name());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return String.join(", ", told.lines);
	}

}
