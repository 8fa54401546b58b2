package io.jhttp.integration.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jhttp.server.handler.SimpleHttpRequestHandler;
import org.jspecify.annotations.Nullable;

/**
 * Sends a part of a file to a player that seeks in it.
 */
public class RangeHandler extends SimpleHttpRequestHandler {

	private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

	private long remaining = -1;

	@Override
	protected @Nullable InputStream sendHead() throws IOException {
		Matcher wanted = RANGE.matcher(headers().get("Range", ""));
		Path file = find(translatePath(path()));
		if (!wanted.matches() || file == null || Files.isDirectory(file)) {
			this.remaining = -1;
			return super.sendHead();
		}
		long size = Files.size(file);
		long first = Long.parseLong(wanted.group(1));
		long last = wanted.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(wanted.group(2)), size - 1);
		if (first >= size) {
			sendResponse(416);
			sendHeader("Content-Range", "bytes */" + size);
			sendHeader("Content-Length", "0");
			endHeaders();
			return null;
		}
		sendResponse(206);
		sendHeader("Content-Type", guessType(file));
		sendHeader("Content-Range", "bytes " + first + "-" + last + "/" + size);
		sendHeader("Content-Length", String.valueOf(last - first + 1));
		endHeaders();
		InputStream content = Files.newInputStream(file);
		content.skipNBytes(first);
		this.remaining = last - first + 1;
		return content;
	}

	@Override
	protected void copyFile(InputStream source, OutputStream output) throws IOException {
		if (this.remaining < 0) {
			super.copyFile(source, output);
		}
		else {
			output.write(source.readNBytes((int) this.remaining));
		}
	}

	@Override
	protected void endHeaders() throws IOException {
		sendHeader("Accept-Ranges", "bytes");
		super.endHeaders();
	}

}
