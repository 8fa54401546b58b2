package io.jhttp.integration.python;

import java.nio.charset.StandardCharsets;

import io.jhttp.server.handler.BaseHttpRequestHandler;

/**
 * Shows each picture that is put in, to everyone who watches.
 */
public class CameraHandler extends BaseHttpRequestHandler {

	private static final Object TAKEN = new Object();

	private static byte[] picture = {};

	private static int number;

	void doPut() throws Exception {
		byte[] content = input().readAllBytes();
		synchronized (TAKEN) {
			picture = content;
			number++;
			TAKEN.notifyAll();
		}
		sendResponse(204);
		endHeaders();
	}

	void doGet() throws Exception {
		if (!path().equals("/stream.mjpg")) {
			sendError(404);
			return;
		}
		int seen = number;
		sendResponse(200);
		sendHeader("Cache-Control", "no-store");
		sendHeader("Content-Type", "multipart/x-mixed-replace; boundary=FRAME");
		endHeaders();
		write("--FRAME\r\n");
		while (true) {
			byte[] shown;
			synchronized (TAKEN) {
				while (number <= seen) {
					TAKEN.wait();
				}
				seen = number;
				shown = picture;
			}
			write("Content-Type: image/jpeg\r\nContent-Length: " + shown.length + "\r\n\r\n");
			output().write(shown);
			write("\r\n--FRAME\r\n");
		}
	}

	private void write(String text) throws Exception {
		output().write(text.getBytes(StandardCharsets.US_ASCII));
	}

}
