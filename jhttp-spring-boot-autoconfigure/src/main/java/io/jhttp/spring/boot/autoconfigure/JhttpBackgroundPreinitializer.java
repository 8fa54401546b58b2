package io.jhttp.spring.boot.autoconfigure;

import java.nio.file.Path;

import io.jhttp.server.HttpServer;
import io.jhttp.server.file.FileHandler;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/**
 * Loads, on the thread on which Boot's own modules do so, the classes that a server
 * needs, while the application is still on its way to it.
 */
final class JhttpBackgroundPreinitializer implements BackgroundPreinitializer {

	@Override
	public void preinitialize() {
		new JhttpProperties();
		FileHandler.builder(Path.of(""));
		HttpServer.prepare();
	}

}
