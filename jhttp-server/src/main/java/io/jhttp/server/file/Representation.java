package io.jhttp.server.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.jhttp.server.ContentPart;
import io.jhttp.server.http.ContentCoding;
import io.jhttp.server.http.EncodedFields;
import org.jspecify.annotations.Nullable;

/**
 * One version of a file in one coding, ready to be sent.
 *
 * @param coding null for the plain form
 * @param mediaType of the plain form
 * @param entityTag with its quotes
 * @param modified in seconds since 1970
 * @param content what is sent
 * @param fields of an answer with content
 * @param notModifiedFields of an answer that says that the client has it already
 * @param errorFields of an answer that says that there is no such version, or no such
 * part
 */
record Representation(@Nullable ContentCoding coding, String mediaType, String entityTag, long modified,
		Content content, EncodedFields fields, EncodedFields notModifiedFields, EncodedFields errorFields) {

	/**
	 * The content of a representation: small ones are in memory, large ones stay in their
	 * file.
	 */
	sealed interface Content permits Octets, OpenFile {

		long length();

		/**
		 * A part of it.
		 * @return null if the file is closed already, or was changed
		 */
		@Nullable ContentPart part(long position, long length);

		InputStream stream(long position, long length) throws IOException;

		/** What it costs to keep it, in bytes. */
		long weight();

		void release();

	}

	/**
	 * Content in memory.
	 *
	 * @param octets all of it
	 */
	record Octets(byte[] octets) implements Content {

		@Override
		public long length() {
			return this.octets.length;
		}

		@Override
		public ContentPart part(long position, long length) {
			return ContentPart.of(this.octets, (int) position, (int) length);
		}

		@Override
		public InputStream stream(long position, long length) {
			return new ByteArrayInputStream(this.octets, (int) position, (int) length);
		}

		@Override
		public long weight() {
			return this.octets.length;
		}

		@Override
		public void release() {
		}

	}

	/**
	 * Content in a file.
	 *
	 * @param file the file, of which this is an owner
	 * @param length how long it was when it was opened
	 */
	record OpenFile(SharedFile file, long length) implements Content {

		/** Descriptors are scarcer than memory: 64 MiB are worth 512 of them. */
		private static final long DESCRIPTOR_WEIGHT = 128 * 1024;

		/**
		 * A small part is copied, and so is of one version whatever happens to the file.
		 */
		private static final int MOST_COPIED = 32 * 1024;

		@Override
		public @Nullable ContentPart part(long position, long length) {
			if (length > MOST_COPIED) {
				return this.file.tryShare() ? this.file.part(position, length) : null;
			}
			try (InputStream content = stream(position, length)) {
				byte[] octets = content.readAllBytes();
				return ContentPart.of(octets, 0, octets.length);
			}
			catch (IOException ex) {
				// Closed or changed: whoever asks has to open it again.
				return null;
			}
		}

		@Override
		public InputStream stream(long position, long length) throws IOException {
			if (!this.file.tryShare()) {
				throw new IOException("The file is closed already");
			}
			return new FileStream(this.file, position, length);
		}

		@Override
		public long weight() {
			return DESCRIPTOR_WEIGHT;
		}

		@Override
		public void release() {
			this.file.release();
		}

	}

}
