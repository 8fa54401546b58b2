package io.jhttp.spring.boot.autoconfigure;

import io.jhttp.spring.boot.autoconfigure.filter.RequestPaths;

/**
 * How those read paths who answer requests as the properties say.
 */
public final class ConfiguredPaths {

	private ConfiguredPaths() {
	}

	/**
	 * Reads the properties, which what serves files and scripts has checked before.
	 * @param properties the properties of the server
	 * @return what reads paths
	 */
	public static RequestPaths of(JhttpProperties properties) {
		return new RequestPaths(properties.isAllowEncodedSlash(), properties.getIndexPages(),
				properties.getCgi().getDirectories());
	}

}
