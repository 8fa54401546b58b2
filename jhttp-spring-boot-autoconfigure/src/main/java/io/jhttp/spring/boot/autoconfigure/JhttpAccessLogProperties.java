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
	 * Whether to write a line for each response.
	 */
	private boolean enabled;

	/**
	 * Format of the lines: common, combined, json or python.
	 */
	private AccessLogFormat format = AccessLogFormat.COMBINED;

	/**
	 * File to append lines to. By default they go to the logger jhttp.access.
	 */
	private @Nullable File file;

	/**
	 * Maximum memory for entries that are not written yet. Further entries are dropped.
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
		 * Size at which a new file begins. 0 means never.
		 */
		private DataSize maxFileSize = DataSize.ofMegabytes(100);

		/**
		 * Whether to begin a new file each day.
		 */
		private boolean daily = true;

		/**
		 * Number of earlier files to keep.
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
