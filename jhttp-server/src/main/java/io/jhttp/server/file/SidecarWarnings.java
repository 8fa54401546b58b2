package io.jhttp.server.file;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import io.jhttp.server.http.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which encoded forms are not used, once for each version of them: requests must not
 * fill the log.
 */
final class SidecarWarnings {

	private static final Logger logger = LoggerFactory.getLogger(SidecarWarnings.class);

	private static final int MAX_KNOWN = 1024;

	private final Map<Path, FileVersion> told = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Path, FileVersion> eldest) {
			return size() > MAX_KNOWN;
		}

	};

	/**
	 * Says that a file is not used.
	 * @param fault what is wrong with it, behind its name
	 */
	void warn(Freshness sidecar, String fault) {
		if (isNew(sidecar.path(), sidecar.version())) {
			logger.warn("{} {}, and is ignored; create it again", LogText.escape(sidecar.path().toString()), fault);
		}
	}

	private synchronized boolean isNew(Path path, FileVersion version) {
		return !version.equals(this.told.put(path, version));
	}

}
