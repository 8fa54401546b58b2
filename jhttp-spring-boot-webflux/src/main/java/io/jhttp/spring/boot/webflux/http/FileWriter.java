package io.jhttp.spring.boot.webflux.http;

import java.io.IOException;

import io.jhttp.server.ContentPart;
import io.jhttp.server.HttpResponse;

/**
 * Writes parts of files, which the system copies by itself where it can.
 */
final class FileWriter implements PieceWriter<ContentPart> {

	private final JhttpServerHttpResponse owner;

	FileWriter(JhttpServerHttpResponse owner) {
		this.owner = owner;
	}

	@Override
	public void write(ContentPart piece, HttpResponse response) throws IOException {
		try {
			this.owner.tell(response);
		}
		catch (RuntimeException ex) {
			release(piece);
			throw ex;
		}
		response.write(piece);
	}

	@Override
	public void release(ContentPart piece) {
		piece.close();
	}

}
