package io.jhttp.sample;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The command line of Python's {@code http.server}, as properties of jhttp. Options that
 * are Spring properties, with a dot in their name, are passed on.
 */
final class CommandLine {

	static final String USAGE = """
			Usage: java -jar sample-app.jar [port] [options]

			Serves the files of a directory over HTTP.

			  port                       port to listen on, 0 for any free one (default: 8000)
			  -b, --bind ADDRESS         address to listen on (default: all interfaces)
			  -d, --directory DIRECTORY  directory to serve (default: the current one)
			      --cgi                  run CGI scripts below /cgi-bin and /htbin
			  -p, --protocol VERSION     HTTP/1.1 (default) or HTTP/1.0
			  -H, --header 'NAME: VALUE' header field of every file, can be repeated
			      --content-type TYPE    type of files with an unknown extension
			                             (default: application/octet-stream)
			      --tls-cert FILE        certificates for HTTPS, in PEM format
			      --tls-key FILE         private key, if it is not in the same file
			      --tls-password-file FILE
			                             file with the password of the private key
			      --KEY=VALUE            any property with a dot in its name, of jhttp or Spring Boot
			  -h, --help                 show this help and exit

			Examples:
			  java -jar sample-app.jar
			  java -jar sample-app.jar 9000 --bind 127.0.0.1 --directory /srv/www
			  java -jar sample-app.jar --jhttp.server-header= --logging.level.root=debug

			An application.yml in the current directory is read as well; the command line wins.
			Stop with Ctrl-C: downloads that are running may finish.
			""";

	private static final Pattern PROPERTY = Pattern.compile("--[A-Za-z][\\w-]*(\\.[\\w\\[\\]-]+)+(=.*)?",
			Pattern.DOTALL);

	private static final Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~\\w-]+):\\s*(\\P{Cntrl}*?)\\s*");

	private final Deque<String> remaining;

	private final List<String> properties = new ArrayList<>();

	private final TlsArguments tls = new TlsArguments();

	private boolean helpWanted;

	private @Nullable String port;

	private CommandLine(String... args) {
		this.remaining = new ArrayDeque<>(Arrays.asList(args));
	}

	/**
	 * Reads a command line.
	 * @param args the arguments of the program
	 * @return the command line
	 * @throws UsageException if it makes no sense
	 */
	static CommandLine parse(String... args) {
		CommandLine commandLine = new CommandLine(args);
		while (!commandLine.remaining.isEmpty() && !commandLine.helpWanted) {
			commandLine.read(commandLine.remaining.remove());
		}
		if (!commandLine.helpWanted) {
			commandLine.properties.addAll(commandLine.tls.properties());
		}
		return commandLine;
	}

	boolean helpWanted() {
		return this.helpWanted;
	}

	/**
	 * The same in Spring's words.
	 * @return options such as {@code --jhttp.port=8000}
	 */
	String[] springArguments() {
		return this.properties.toArray(new String[0]);
	}

	private void read(String argument) {
		String option = argument;
		String value = null;
		int equals = argument.indexOf('=');
		if (argument.startsWith("--") && equals > 0) {
			option = argument.substring(0, equals);
			value = argument.substring(equals + 1);
		}
		switch (option) {
			case "-h", "--help" -> {
				refuseValue(option, value);
				this.helpWanted = true;
			}
			case "-b", "--bind" -> bind(value(option, value, "an address"));
			case "-d", "--directory" -> directory(value(option, value, "a directory"));
			case "--cgi" -> {
				refuseValue(option, value);
				this.properties.add("--jhttp.cgi.enabled=true");
			}
			case "-p", "--protocol" -> protocol(value(option, value, "a version"));
			case "-H", "--header" -> header(value(option, value, "a field such as 'Name: value'"));
			case "--content-type" ->
				this.properties.add("--jhttp.files.default-content-type=" + value(option, value, "a media type"));
			case "--tls-cert" -> this.tls.certificate(value(option, value, "a file"));
			case "--tls-key" -> this.tls.key(value(option, value, "a file"));
			case "--tls-password-file" -> this.tls.passwordFile(value(option, value, "a file"));
			default -> readOther(argument, value);
		}
	}

	private void readOther(String argument, @Nullable String value) {
		if (PROPERTY.matcher(argument).matches()) {
			if (value == null) {
				throw new UsageException("option " + argument + " needs a value: " + argument + "=VALUE");
			}
			this.properties.add(argument);
		}
		else if (argument.startsWith("-") && !argument.matches("-\\d+")) {
			throw new UsageException("unknown option '" + argument + "', try --help");
		}
		else {
			port(argument);
		}
	}

	private static void refuseValue(String option, @Nullable String value) {
		if (value != null) {
			throw new UsageException("option " + option + " takes no value");
		}
	}

	private String value(String option, @Nullable String given, String what) {
		String value = (given != null) ? given : this.remaining.poll();
		if (value == null || value.isEmpty() || (given == null && value.startsWith("-"))) {
			throw new UsageException("option " + option + " needs " + what + ", try --help");
		}
		return value;
	}

	private void port(String port) {
		if (this.port != null) {
			throw new UsageException(
					"there can be one port only, but '" + port + "' follows '" + this.port + "', try --help");
		}
		if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
			throw new UsageException("'" + port + "' is no port: a port is a number from 0 to 65535");
		}
		this.port = port;
		this.properties.add("--jhttp.port=" + port);
	}

	private void bind(String address) {
		try {
			InetAddress.getByName(address);
		}
		catch (UnknownHostException ex) {
			throw new UsageException("unknown host '" + address + "'");
		}
		this.properties.add("--jhttp.address=" + address);
	}

	private void directory(String directory) {
		if (!isReadableDirectory(directory)) {
			throw new UsageException("'" + directory + "' is no directory, or cannot be read");
		}
		this.properties.add("--jhttp.directory=" + directory);
	}

	private void protocol(String version) {
		if (!version.equals("HTTP/1.0") && !version.equals("HTTP/1.1")) {
			throw new UsageException("'" + version + "' is no protocol version: it can be HTTP/1.0 or HTTP/1.1");
		}
		this.properties.add("--jhttp.protocol-version=" + version);
	}

	private void header(String field) {
		Matcher matcher = FIELD.matcher(field);
		if (!matcher.matches()) {
			throw new UsageException("'" + field + "' is no header field: it looks like 'Name: value'");
		}
		this.properties.add("--jhttp.files.headers[" + matcher.group(1) + "]=" + matcher.group(2));
	}

	private static boolean isReadableDirectory(String directory) {
		try {
			Path path = Path.of(directory);
			return Files.isDirectory(path) && Files.isReadable(path);
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

}
