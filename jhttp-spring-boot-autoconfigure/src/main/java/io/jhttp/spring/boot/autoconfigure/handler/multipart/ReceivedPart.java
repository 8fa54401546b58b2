package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.FormPart;
import io.jhttp.server.http.HttpProblem;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * A part of a form as converters see it, be it a file or the value of another field.
 */
public final class ReceivedPart implements HttpInputMessage {

	private final FormPart head;

	private final ReceivedContent content;

	ReceivedPart(FormPart head, ReceivedContent content) {
		this.head = head;
		this.content = content;
	}

	String name() {
		return this.head.name();
	}

	boolean isFile() {
		return this.head.isFile();
	}

	FormPart head() {
		return this.head;
	}

	ReceivedContent content() {
		return this.content;
	}

	/**
	 * Its type.
	 * @return that of the header; what says nothing may be anything (RFC 9110, section
	 * 8.3)
	 * @throws HttpProblem 415 if it makes no sense
	 */
	public MediaType mediaType() {
		String type = this.head.contentType();
		try {
			return (type != null) ? MediaType.parseMediaType(type) : MediaType.APPLICATION_OCTET_STREAM;
		}
		catch (InvalidMediaTypeException ex) {
			throw new HttpProblem(415, "The Content-Type of the part '" + name() + "' is malformed.");
		}
	}

	/**
	 * Its length.
	 * @return a number of bytes
	 */
	public long length() {
		return this.content.length();
	}

	/**
	 * All of its content.
	 * @return new bytes
	 * @throws IOException if they cannot be read
	 */
	public byte[] bytes() throws IOException {
		return this.content.bytes();
	}

	/**
	 * All of its content as text.
	 * @return the text in the charset of its type, and otherwise as UTF-8
	 * @throws HttpProblem 415 if the type makes no sense
	 * @throws IOException if the content cannot be read
	 */
	public String text() throws IOException {
		Charset charset = mediaType().getCharset();
		return new String(bytes(), (charset != null) ? charset : StandardCharsets.UTF_8);
	}

	@Override
	public HttpHeaders getHeaders() {
		HttpHeaders headers = new HttpHeaders();
		this.head.headers().forEach((field) -> headers.add(field.getKey(), field.getValue()));
		headers.setContentType(mediaType());
		headers.setContentLength(length());
		return headers;
	}

	@Override
	public InputStream getBody() throws IOException {
		return this.content.open();
	}

}
