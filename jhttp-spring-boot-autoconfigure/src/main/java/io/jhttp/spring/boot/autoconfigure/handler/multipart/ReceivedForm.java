package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.jhttp.server.FormPart;
import io.jhttp.server.FormParts;
import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.http.HttpProblem;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.MultipartFile;

/**
 * A form with files that was received as a whole.
 */
public final class ReceivedForm implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ReceivedForm.class);

	private final List<ReceivedPart> parts = new ArrayList<>();

	private final MultiValueMap<String, String> values = new LinkedMultiValueMap<>();

	private final MultiValueMap<String, MultipartFile> files = new LinkedMultiValueMap<>();

	private ReceivedForm() {
	}

	/**
	 * Receives the form of a request.
	 * @param request whose content was not read yet
	 * @param options how it is received
	 * @return the form, to be closed
	 * @throws MultipartException if it is malformed or too large; it says with which
	 * status to answer
	 * @throws IOException if the client is gone, or a file cannot be stored; nothing is
	 * left then
	 */
	public static ReceivedForm of(HttpRequest request, MultipartOptions options) throws IOException {
		ReceivedForm form = new ReceivedForm();
		try {
			FormParts parts = options.parts(request);
			for (FormPart part = parts.next(); part != null; part = parts.next()) {
				form.add(part, options);
			}
			return form;
		}
		catch (HttpProblem ex) {
			form.close();
			throw (ex.status() == 413) ? new TooLargeFormException(options.maxRequestSize(), ex)
					: new MalformedFormException(ex);
		}
		catch (IOException | RuntimeException | Error ex) {
			form.close();
			throw ex;
		}
	}

	private void add(FormPart head, MultipartOptions options) throws IOException {
		ReceivedPart part = new ReceivedPart(head,
				head.isFile() ? ReceivedContent.ofFile(head, options) : ReceivedContent.ofValue(head.bytes()));
		this.parts.add(part);
		if (head.isFile()) {
			this.files.add(head.name(), new ReceivedFile(part));
		}
		else {
			this.values.add(head.name(), part.text());
		}
	}

	/**
	 * What is no file, as the parameters of any other form.
	 * @return texts by name, in order
	 */
	public MultiValueMap<String, String> values() {
		return this.values;
	}

	/**
	 * The files.
	 * @return files by the name of their field, in order
	 */
	public MultiValueMap<String, MultipartFile> files() {
		return this.files;
	}

	/**
	 * The first part of a name, be it a file or not.
	 * @param name of the field
	 * @return the part, or null if there is none
	 */
	public @Nullable ReceivedPart part(String name) {
		return this.parts.stream().filter((part) -> part.name().equals(name)).findFirst().orElse(null);
	}

	/**
	 * Removes the files when the exchange is over: now, or when its response has ended.
	 * @param exchange the exchange, whose handler is about to return
	 */
	public void closeAfter(HttpExchange exchange) {
		if (exchange.isContinued()) {
			// Removing a large file takes a while, which an event loop does not have.
			exchange.onEnd((ended) -> CompletableFuture.runAsync(this::close));
		}
		else {
			close();
		}
	}

	/** Removes the files. */
	@Override
	public void close() {
		for (ReceivedPart part : this.parts) {
			try {
				part.content().remove();
			}
			catch (IOException ex) {
				logger.warn("A file of an upload could not be removed: " + ex);
			}
		}
	}

}
