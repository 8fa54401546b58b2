package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.web.multipart.MultipartFile;

/**
 * A file of a form. All but what the client has said of it is refused once the request is
 * over.
 */
final class ReceivedFile implements MultipartFile {

	private final ReceivedPart part;

	ReceivedFile(ReceivedPart part) {
		this.part = part;
	}

	@Override
	public String getName() {
		return this.part.name();
	}

	@Override
	public String getOriginalFilename() {
		String name = this.part.head().fileName();
		return (name != null) ? name : "";
	}

	@Override
	public @Nullable String getContentType() {
		return this.part.head().contentType();
	}

	@Override
	public boolean isEmpty() {
		return getSize() == 0;
	}

	@Override
	public long getSize() {
		return this.part.length();
	}

	@Override
	public byte[] getBytes() throws IOException {
		return this.part.bytes();
	}

	@Override
	public InputStream getInputStream() throws IOException {
		return this.part.getBody();
	}

	@Override
	public void transferTo(File target) throws IOException {
		transferTo(target.toPath());
	}

	@Override
	public void transferTo(Path target) throws IOException {
		this.part.content().moveTo(target);
	}

	@Override
	public String toString() {
		return "file '" + getName() + "' of " + getSize() + " bytes";
	}

}
