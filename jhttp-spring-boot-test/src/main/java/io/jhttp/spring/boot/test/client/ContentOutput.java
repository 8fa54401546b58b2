package io.jhttp.spring.boot.test.client;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes content as it is, or in chunks.
 */
final class ContentOutput extends FilterOutputStream {

	private final boolean plain;

	/** The server takes no more: what it says of that is in its response. */
	private boolean refused;

	ContentOutput(OutputStream output, boolean plain) {
		super(output);
		this.plain = plain;
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] source, int offset, int length) throws IOException {
		if (length == 0) {
			return;
		}
		if (this.plain) {
			send(source, offset, length);
		}
		else {
			sendText(Integer.toHexString(length) + "\r\n");
			send(source, offset, length);
			sendText("\r\n");
		}
	}

	private void sendText(String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		send(bytes, 0, bytes.length);
	}

	private void send(byte[] source, int offset, int length) throws IOException {
		try {
			this.out.write(source, offset, length);
		}
		catch (IOException ex) {
			this.refused = true;
			throw ex;
		}
	}

	boolean isRefused() {
		return this.refused;
	}

	/** Ends the content, and not the connection. */
	void end() throws IOException {
		if (!this.plain) {
			sendText("0\r\n\r\n");
		}
		flush();
	}

}
