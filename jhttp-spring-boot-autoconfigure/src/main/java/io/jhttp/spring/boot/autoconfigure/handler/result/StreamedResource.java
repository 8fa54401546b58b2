package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.file.MediaTypes;
import io.jhttp.server.http.ByteRanges;
import io.jhttp.server.http.HttpDate;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.server.http.LastModified;
import io.jhttp.server.http.Preconditions;
import io.jhttp.server.http.MultipartByteRanges;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.util.StreamUtils;

/**
 * A resource that is no file, such as one in a jar or in memory. One that can be read
 * again has conditions, and ranges if its length is known.
 *
 * @param resource the resource
 * @param exchange the exchange that it is the response of
 */
record StreamedResource(Resource resource, HttpExchange exchange) {

	void send() throws IOException {
		HttpResponse response = this.exchange.response();
		if (response.header("Content-Type") == null) {
			response.contentType(mediaType());
		}
		try {
			if (this.resource instanceof InputStreamResource) {
				sendAll(-1);
			}
			else {
				sendDescribed();
			}
		}
		catch (FileNotFoundException ex) {
			throw new HttpProblem(404, "");
		}
	}

	private String mediaType() {
		String name = this.resource.getFilename();
		return MediaTypes.defaults().of((name != null) ? name : "");
	}

	private void sendDescribed() throws IOException {
		HttpResponse response = this.exchange.response();
		long length = this.resource.contentLength();
		long modified = LastModified.second(modified(), System.currentTimeMillis());
		if (modified != Preconditions.UNDATED && response.header("Last-Modified") == null) {
			response.header("Last-Modified", HttpDate.format(modified));
		}
		Conditions conditions = new Conditions(this.exchange);
		if (!conditions.apply()) {
			sendAll(length);
		}
		else if (!conditions.answer()) {
			sendRanges(conditions, length);
		}
	}

	private void sendRanges(Conditions conditions, long length) throws IOException {
		HttpResponse response = this.exchange.response();
		if (length < 0) {
			sendAll(length);
		}
		else {
			List<ByteRanges.Range> ranges = conditions.ranges(length);
			response.header("Accept-Ranges", "bytes");
			if (ranges == null) {
				sendAll(length);
			}
			else if (ranges.size() == 1) {
				sendPart(ranges.get(0), length);
			}
			else {
				sendParts(ranges, length);
			}
		}
	}

	/** Resources that are in no file system say by an exception that they do not know. */
	private long modified() {
		try {
			return this.resource.lastModified();
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private void sendAll(long length) throws IOException {
		HttpResponse response = this.exchange.response();
		try (InputStream content = this.resource.getInputStream()) {
			if (length >= 0) {
				response.contentLength(length);
			}
			content.transferTo(response.output());
		}
	}

	private void sendPart(ByteRanges.Range range, long length) throws IOException {
		HttpResponse response = this.exchange.response()
			.status(206)
			.header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + length)
			.contentLength(range.length());
		copy(range, response.output());
	}

	private void sendParts(List<ByteRanges.Range> ranges, long length) throws IOException {
		HttpResponse response = this.exchange.response();
		MultipartByteRanges parts = MultipartByteRanges.of(String.valueOf(response.header("Content-Type")), length,
				ranges);
		response.status(206).contentType(parts.contentType()).contentLength(parts.contentLength());
		OutputStream output = response.output();
		for (int i = 0; i < ranges.size(); i++) {
			output.write(parts.head(i));
			copy(ranges.get(i), output);
		}
		output.write(parts.end());
	}

	private void copy(ByteRanges.Range range, OutputStream output) throws IOException {
		try (InputStream content = this.resource.getInputStream()) {
			StreamUtils.copyRange(content, output, range.first(), range.last());
		}
	}

}
