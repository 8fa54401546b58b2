package io.jhttp.spring.boot.autoconfigure.handler.multipart;

import io.jhttp.server.FormParts;
import io.jhttp.server.HttpRequest;

/**
 * How forms with files are received.
 *
 * @param enabled whether they are at all
 * @param directory where files are stored
 * @param maxFileSize bytes of a file, or {@link FormParts#UNLIMITED}
 * @param maxRequestSize bytes of a request, or {@link FormParts#UNLIMITED}
 * @param fileSizeThreshold up to how many bytes a file is kept in memory
 * @param maxInMemory bytes of the values of a form that are no files, together, and of a
 * part that is converted
 */
public record MultipartOptions(boolean enabled, UploadDirectory directory, long maxFileSize, long maxRequestSize,
		int fileSizeThreshold, int maxInMemory) {

	/**
	 * The form of a request, within these limits.
	 * @param request whose content was not read yet
	 * @return its parts
	 */
	public FormParts parts(HttpRequest request) {
		return request.formParts()
			.maxSize(this.maxRequestSize)
			.maxFileSize(this.maxFileSize)
			.maxTextSize(this.maxInMemory);
	}

}
