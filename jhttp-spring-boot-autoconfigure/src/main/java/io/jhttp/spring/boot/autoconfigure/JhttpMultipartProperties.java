package io.jhttp.spring.boot.autoconfigure;

import java.io.File;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Properties of forms with files that handler beans take. They have the names and the
 * defaults of those below spring.servlet.multipart.
 */
public class JhttpMultipartProperties {

	/**
	 * Whether handler beans accept forms with files.
	 */
	private boolean enabled = true;

	/**
	 * Existing directory for files of requests. By default the temporary directory of the
	 * system.
	 */
	private @Nullable File location;

	/**
	 * Maximum size of a file. -1 means no limit.
	 */
	private DataSize maxFileSize = DataSize.ofMegabytes(1);

	/**
	 * Maximum size of a form with files. -1 means no limit.
	 */
	private DataSize maxRequestSize = DataSize.ofMegabytes(10);

	/**
	 * Maximum size of a file to keep in memory. Larger files are stored on disk.
	 */
	private DataSize fileSizeThreshold = DataSize.ofBytes(0);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable File getLocation() {
		return this.location;
	}

	public void setLocation(@Nullable File location) {
		this.location = location;
	}

	public DataSize getMaxFileSize() {
		return this.maxFileSize;
	}

	public void setMaxFileSize(DataSize maxFileSize) {
		this.maxFileSize = maxFileSize;
	}

	public DataSize getMaxRequestSize() {
		return this.maxRequestSize;
	}

	public void setMaxRequestSize(DataSize maxRequestSize) {
		this.maxRequestSize = maxRequestSize;
	}

	public DataSize getFileSizeThreshold() {
		return this.fileSizeThreshold;
	}

	public void setFileSizeThreshold(DataSize fileSizeThreshold) {
		this.fileSizeThreshold = fileSizeThreshold;
	}

}
