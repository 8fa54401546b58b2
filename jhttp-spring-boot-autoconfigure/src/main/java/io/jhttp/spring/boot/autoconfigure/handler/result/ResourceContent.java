package io.jhttp.spring.boot.autoconfigure.handler.result;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.file.ChosenFiles;
import io.jhttp.server.file.FileResponse;
import io.jhttp.server.file.MediaTypes;
import io.jhttp.server.http.HttpProblem;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;

/**
 * A file, with conditions and ranges, or another resource as a stream. One that does not
 * exist is answered with 404.
 */
final class ResourceContent extends Content implements ReturnValueResolver {

	private static final Log logger = LogFactory.getLog(ResourceContent.class);

	private final ChosenFiles files;

	ResourceContent(ChosenFiles files) {
		this.files = files;
	}

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
			new StreamedResource(new InputStreamResource(stream), exchange).send();
		}
		else if (((Resource) value).isFile()) {
			sendFile(((Resource) value).getFile().toPath(), exchange);
		}
		else {
			new StreamedResource((Resource) value, exchange).send();
		}
	}

	private void sendFile(Path file, HttpExchange exchange) throws IOException {
		HttpResponse response = exchange.response();
		String given = response.header("Content-Type");
		String mediaType = (given != null) ? given : MediaTypes.defaults().of(String.valueOf(file.getFileName()));
		if (response.status() != 200) {
			// Conditions and ranges are about a successful response.
			response.contentType(mediaType).sendFile(file);
			return;
		}
		try (FileResponse answer = this.files.answer(exchange.request(), file, mediaType, response.headers())) {
			if (answer.status() >= 400) {
				throw refusal(answer);
			}
			if (answer.status() == 304) {
				Conditions.forgetContent(response);
			}
			answer.headers().forEach((field) -> response.removeHeader(field.getKey()));
			answer.sendTo(response);
		}
		catch (NoSuchFileException ex) {
			throw new HttpProblem(404, "");
		}
	}

	/** The exception handlers of the application may say it in another way. */
	private static RuntimeException refusal(FileResponse answer) {
		for (Map.Entry<String, String> field : answer.headers()) {
			if (field.getKey().equals("Content-Range")) {
				return Conditions.unsatisfiable(field.getValue());
			}
		}
		return new HttpProblem(answer.status(), "");
	}

	/** Whether it is sent with conditions of its own. */
	static boolean hasConditions(@Nullable Object value) {
		return value instanceof Path || value instanceof File
				|| (value instanceof Resource && !(value instanceof InputStreamResource));
	}

	/** Nothing else closes a stream that is not sent. */
	@Override
	public void discard(@Nullable Object value) {
		try {
			if (value instanceof InputStream stream) {
				stream.close();
			}
			else if (value instanceof InputStreamResource once) {
				once.getInputStream().close();
			}
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("A stream that is not sent could not be closed: " + ex.getMessage());
		}
	}

}
