package io.jhttp.server.cgi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

import io.jhttp.server.http.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a script writes to its standard error, in the log: one line an entry, escaped, and
 * no more than an operator reads. It is taken at each look, without waiting, so that it
 * costs no thread.
 */
final class ScriptErrors {

	private static final Logger logger = LoggerFactory.getLogger(ScriptErrors.class);

	private static final int MAX_LINES = 100;

	private static final int MAX_BYTES_OF_LINE = 1000;

	/** A script that never stops writing must not keep the thread that looks. */
	private static final int MAX_AT_ONCE = 256 * 1024;

	private final String script;

	private final InputStream source;

	private final ReentrantLock lock = new ReentrantLock();

	private final byte[] line = new byte[MAX_BYTES_OF_LINE];

	private int length;

	private boolean truncated;

	private long lines;

	private String firstLine = "";

	private boolean finished;

	ScriptErrors(String script, InputStream source) {
		this.script = LogText.escape(script);
		this.source = source;
	}

	/** Logs what there is. */
	void take() {
		this.lock.lock();
		try {
			if (this.finished) {
				return;
			}
			int taken = 0;
			for (int ready = this.source.available(); ready > 0
					&& taken < MAX_AT_ONCE; ready = this.source.available()) {
				for (byte b : this.source.readNBytes(Math.min(ready, 8192))) {
					add(b);
					taken++;
				}
			}
		}
		catch (IOException ex) {
			logger.debug("The standard error of CGI script {} cannot be read: {}", this.script, ex.getMessage());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Logs the rest, when the script has ended. */
	void finish() {
		take();
		if (end()) {
			close();
		}
	}

	/** Whether no other thread has ended it before. */
	private boolean end() {
		this.lock.lock();
		try {
			if (this.finished) {
				return false;
			}
			this.finished = true;
			endLine();
			if (this.lines > MAX_LINES) {
				logger.warn("CGI script {}: {} more lines of standard error not logged", this.script,
						this.lines - MAX_LINES);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Without the lock: the thread that looks after all scripts must not wait for this
	 * one.
	 */
	private void close() {
		try {
			this.source.close();
		}
		catch (IOException ex) {
			logger.debug("The standard error of CGI script {} cannot be closed: {}", this.script, ex.getMessage());
		}
	}

	/** What the script said first, or what was to start it. */
	String firstLine() {
		this.lock.lock();
		try {
			return this.firstLine;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void add(byte b) {
		if (b == '\n') {
			endLine();
		}
		else if (this.length < MAX_BYTES_OF_LINE) {
			this.line[this.length++] = b;
		}
		else {
			this.truncated = true;
		}
	}

	private void endLine() {
		if (this.length > 0 && ++this.lines <= MAX_LINES) {
			String text = new String(this.line, 0, this.length, StandardCharsets.UTF_8);
			if (this.lines == 1) {
				this.firstLine = text;
			}
			logger.warn("CGI script {}: {}{}", this.script, LogText.escape(text), this.truncated ? " ..." : "");
		}
		this.length = 0;
		this.truncated = false;
	}

}
