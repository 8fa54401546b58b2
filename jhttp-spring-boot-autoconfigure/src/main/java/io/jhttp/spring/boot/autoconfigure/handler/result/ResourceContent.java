package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.file.FileResponse;
import io.jhttp.server.file.MediaTypes;
import io.jhttp.server.http.HttpDate;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;

/**
 * A file, with conditions and ranges, or another resource as a stream. One that does not
 * exist is answered with 404.
 */
final class ResourceContent extends Content implements ReturnValueResolver {

	@Override
	public @Nullable ReturnValue resolve(ReturnType type, ReturnValues others) {
		boolean known = type.isA(Resource.class) || type.isA(InputStream.class) || type.isA(Path.class)
				|| type.isA(File.class);
		return known ? this : null;
	}

	@Override
	void send(Object value, HttpExchange exchange) throws IOException {
		if (value instanceof Path path) {
			sendFile(path, exchange);
		}
		else if (value instanceof File file) {
			sendFile(file.toPath(), exchange);
		}
		else if (value instanceof InputStream stream) {
			sendResource(new InputStreamResource(stream), exchange.response());
		}
		else if (((Resource) value).isFile()) {
			sendFile(((Resource) value).getFile().toPath(), exchange);
		}
		else {
			sendResource((Resource) value, exchange.response());
		}
	}

	private static void sendFile(Path file, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		String given = response.header("Content-Type");
		String mediaType = (given != null) ? given : MediaTypes.defaults().of(String.valueOf(file.getFileName()));
		if (response.status() != 200) {
			// Conditions and ranges are about a successful answer.
			response.contentType(mediaType).sendFile(file);
			return;
		}
		try (FileResponse answer = FileResponse.of(exchange.request(), file, mediaType)) {
			answer.headers().forEach((field) -> response.removeHeader(field.getKey()));
			answer.sendTo(response);
		}
		catch (NoSuchFileException ex) {
			throw new HttpProblem(404, "");
		}
	}

	private static void sendResource(Resource resource, HttpResponse response) throws IOException {
		try (InputStream content = resource.getInputStream()) {
			if (response.header("Content-Type") == null) {
				response.contentType(mediaType(resource));
			}
			if (!(resource instanceof InputStreamResource)) {
				describe(resource, response);
			}
			content.transferTo(response.output());
		}
		catch (FileNotFoundException ex) {
			throw new HttpProblem(404, "");
		}
	}

	private static String mediaType(Resource resource) {
		String name = resource.getFilename();
		return MediaTypes.defaults().of((name != null) ? name : "");
	}

	private static void describe(Resource resource, HttpResponse response) throws IOException {
		long length = resource.contentLength();
		if (length >= 0) {
			response.contentLength(length);
		}
		long modified = modified(resource);
		if (modified > 0 && response.header("Last-Modified") == null) {
			response.header("Last-Modified", HttpDate.format(modified / 1000));
		}
	}

	/** Resources that are in no file system say by an exception that they do not know. */
	private static long modified(Resource resource) {
		try {
			return resource.lastModified();
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
