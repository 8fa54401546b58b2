package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.server.cgi.CgiHandler;
import io.jhttp.server.cgi.CgiHandlerBuilder;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes a handler of files and scripts as the properties say.
 */
final class ServedScripts {

	private final JhttpProperties properties;

	private final ServedFiles files;

	ServedScripts(JhttpProperties properties, ServedFiles files) {
		this.properties = properties;
		this.files = files;
	}

	/** For callers that have no other say in where scripts are. */
	void requireDirectories() {
		if (this.properties.getCgi().getDirectories().isEmpty()) {
			throw new InvalidConfigurationPropertyValueException("jhttp.cgi.directories", "",
					"CGI is enabled, but no directory has scripts. Name a directory, such as /cgi-bin, or set jhttp.cgi.enabled to false.");
		}
	}

	CgiHandler of(ServedDirectory directory) {
		if (directory.path() == null) {
			throw new InvalidConfigurationPropertyValueException("jhttp.cgi.enabled", true,
					"The system runs no scripts of the class path, where " + directory.property() + " is. Set it to a "
							+ "directory of the disk, and serve files of the class path by jhttp.mounts.");
		}
		// Says what is wrong with the directory, if anything is.
		this.files.of(directory);
		JhttpCgiProperties cgi = this.properties.getCgi();
		CgiHandlerBuilder builder = CgiHandler.builder(this.files.builder(directory));
		// The context does, after its graceful shutdown.
		builder.endWithProcess(false);
		CheckedValues.elements("jhttp.cgi.directories", cgi.getDirectories(), builder::directories);
		builder.timeout(PropertyBounds.positive("jhttp.cgi.timeout", cgi.getTimeout()));
		builder.maxConcurrent(PropertyBounds.positive("jhttp.cgi.max-concurrent", cgi.getMaxConcurrent()));
		CheckedValues.entries("jhttp.cgi.environment", cgi.getEnvironment(), builder::environment);
		builder.passAuthorization(cgi.isPassAuthorization());
		CheckedValues.elements("jhttp.cgi.methods", cgi.getMethods(), builder::methods);
		builder.passEnvironment(cgi.getPassEnvironment());
		CheckedValues.entries("jhttp.cgi.interpreters", cgi.getInterpreters(),
				(commands) -> builder.interpreters(split(commands)));
		try {
			return builder.user(cgi.getUser()).build();
		}
		catch (IOException ex) {
			throw new InvalidConfigurationPropertyValueException("jhttp.cgi.user", cgi.getUser(),
					ex.getMessage() + ". Set it to a user other than root, or start the server as such a user.");
		}
	}

	private static Map<String, List<String>> split(Map<String, String> commands) {
		Map<String, List<String>> split = new LinkedHashMap<>();
		commands.forEach((extension, command) -> split.put(extension, List.of(command.strip().split(" +"))));
		return split;
	}

}
