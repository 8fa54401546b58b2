package io.jhttp.spring.boot.autoconfigure;

import java.io.File;

import io.jhttp.spring.boot.autoconfigure.accesslog.AccessLogFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of the access log.
 */
public class JhttpAccessLogProperties {

	/**
	 * Whether there is a line in the access log for each response.
	 */
	private boolean enabled;

	/**
	 * Form of the lines.
	 */
	private AccessLogFormat format = AccessLogFormat.COMBINED;

	/**
	 * File that lines are appended to. If it is not set, they go to the logger
	 * jhttp.access.
	 */
	private @Nullable File file;

	/**
	 * Maximum size of the memory of entries that are not written yet. More are dropped,
	 * and counted.
	 */
	private DataSize bufferSize = DataSize.ofMegabytes(8);

	private final Rotation rotation = new Rotation();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public AccessLogFormat getFormat() {
		return this.format;
	}

	public void setFormat(AccessLogFormat format) {
		this.format = format;
	}

	public @Nullable File getFile() {
		return this.file;
	}

	public void setFile(@Nullable File file) {
		this.file = file;
	}

	public DataSize getBufferSize() {
		return this.bufferSize;
	}

	public void setBufferSize(DataSize bufferSize) {
		this.bufferSize = bufferSize;
	}

	public Rotation getRotation() {
		return this.rotation;
	}

	/**
	 * When a file gives way to a new one.
	 */
	public static class Rotation {

		/**
		 * Maximum size of the file. Use 0 for any size.
		 */
		private DataSize maxFileSize = DataSize.ofMegabytes(100);

		/**
		 * Whether each day has a file of its own.
		 */
		private boolean daily = true;

		/**
		 * Number of earlier files that are kept.
		 */
		private int maxHistory = 7;

		public DataSize getMaxFileSize() {
			return this.maxFileSize;
		}

		public void setMaxFileSize(DataSize maxFileSize) {
			this.maxFileSize = maxFileSize;
		}

		public boolean isDaily() {
			return this.daily;
		}

		public void setDaily(boolean daily) {
			this.daily = daily;
		}

		public int getMaxHistory() {
			return this.maxHistory;
		}

		public void setMaxHistory(int maxHistory) {
			this.maxHistory = maxHistory;
		}

	}

}
