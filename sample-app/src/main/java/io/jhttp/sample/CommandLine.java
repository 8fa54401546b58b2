package io.jhttp.sample;

import java.io.Console;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.jhttp.server.http.FieldRules;
import org.jspecify.annotations.Nullable;

/**
 * The command line of Python's {@code http.server}, as properties of jhttp. Options that
 * are Spring properties, with a dot in their name, are passed on.
 */
final class CommandLine {

	static final String USAGE = """
			usage: sample-app [-h] [--cgi] [-b ADDRESS] [-d DIRECTORY] [-p VERSION]
			                  [-H NAME VALUE] [--content-type TYPE] [--tls-cert PATH]
			                  [--tls-key PATH] [--tls-password-file PATH]
			                  [--users-file FILE] [--auth USER] [--quiet]
			                  [--KEY=VALUE] [port]
			""";

	static final String HELP = USAGE + """

			Serves the files of a directory over HTTP.

			  port                       port to listen on, 0 for any free one (default: 8000)
			  -b, --bind ADDRESS         address to listen on (default: all interfaces)
			  -d, --directory DIRECTORY  directory to serve (default: the current one)
			      --cgi                  run CGI scripts below /cgi-bin and /htbin
			  -p, --protocol VERSION     HTTP/1.1 (default) or HTTP/1.0
			  -H, --header NAME VALUE    header field of every file, can be repeated;
			                             'NAME: VALUE' as one argument is the same
			      --content-type TYPE    type of files with an unknown extension
			                             (default: application/octet-stream)
			      --tls-cert PATH        certificates for HTTPS, in PEM format
			      --tls-key PATH         private key, if it is not in the same file
			      --tls-password-file PATH
			                             file with the password of the private key
			      --users-file FILE      users who have access, and no others, as
			                             'htpasswd -B' writes them
			      --auth USER            the same for one user, whose password is asked for
			      --quiet                no line for each request on the error output
			      --KEY=VALUE            any property with a dot in its name, of jhttp or Spring Boot
			  -h, --help                 show this help and exit

			The last of several values counts, and long options can be shortened.

			Examples:
			  java -jar sample-app.jar
			  java -jar sample-app.jar 9000 --bind 127.0.0.1 --directory /srv/www
			  java -jar sample-app.jar --jhttp.server-header= --logging.level.root=debug

			An application.yml in the current directory is read as well; the command line wins.
			Stop with Ctrl-C: downloads that are running may finish.
			""";

	private static final Pattern PROPERTY = Pattern.compile("--([A-Za-z][\\w-]*(?:\\.[\\w\\[\\]-]+)+)(?:=(.*))?",
			Pattern.DOTALL);

	private final Map<String, String> properties = new LinkedHashMap<>();

	private final List<String> unrecognized = new ArrayList<>();

	private final TlsArguments tls = new TlsArguments();

	private final AuthArguments auth;

	private @Nullable String port;

	private boolean helpWanted;

	private boolean quiet;

	private CommandLine(UnaryOperator<@Nullable String> prompt) {
		this.auth = new AuthArguments(prompt);
	}

	/**
	 * Reads a command line.
	 * @param args the arguments of the program
	 * @return the command line
	 * @throws UsageException if it makes no sense
	 * @throws StartException if it names what is not there
	 */
	static CommandLine parse(String... args) {
		return parse(CommandLine::ask, args);
	}

	/**
	 * Reads a command line.
	 * @param prompt asks for a password; null if it cannot
	 * @param args the arguments of the program
	 */
	static CommandLine parse(UnaryOperator<@Nullable String> prompt, String... args) {
		CommandLine commandLine = new CommandLine(prompt);
		ArgumentReader reader = new ArgumentReader(args);
		while (reader.hasNext() && !commandLine.helpWanted) {
			commandLine.read(reader, reader.next());
		}
		if (!commandLine.helpWanted) {
			commandLine.check();
		}
		return commandLine;
	}

	private static @Nullable String ask(@Nullable String question) {
		Console console = System.console();
		char[] password = (console != null) ? console.readPassword("%s", question) : null;
		return (password != null) ? new String(password) : null;
	}

	boolean helpWanted() {
		return this.helpWanted;
	}

	/**
	 * The same in Spring's words.
	 * @return options such as {@code --jhttp.port=8000}
	 */
	String[] springArguments() {
		return this.properties.entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	/**
	 * What holds unless a property says otherwise.
	 * @return properties by name
	 */
	Map<String, Object> defaultProperties() {
		// Without a directory the handler bean would be all that there is.
		return Map.of("jhttp.directory", ".", "jhttp.access-log.enabled", !this.quiet, "jhttp.access-log.format",
				"python");
	}

	private void read(ArgumentReader reader, String argument) {
		Matcher property = PROPERTY.matcher(argument);
		if (!reader.isOption(argument)) {
			port(argument);
		}
		else if (property.matches()) {
			if (property.group(2) == null) {
				throw new UsageException("argument " + argument + ": expected " + argument + "=VALUE");
			}
			this.properties.put(property.group(1), property.group(2));
		}
		else {
			ArgumentReader.Given given = reader.option(argument);
			if (given == null) {
				this.unrecognized.add(argument);
			}
			else if (given.option().arguments() == 0) {
				flag(given);
			}
			else {
				option(given.option(), reader.values(given));
			}
		}
	}

	private void flag(ArgumentReader.Given given) {
		if (given.value() != null) {
			throw new UsageException(
					"argument " + given.option() + ": ignored explicit argument '" + given.value() + "'");
		}
		switch (given.option()) {
			case HELP -> this.helpWanted = true;
			case QUIET -> this.quiet = true;
			default -> this.properties.put("jhttp.cgi.enabled", "true");
		}
	}

	private void option(Option option, List<String> values) {
		String value = values.get(0);
		switch (option) {
			case BIND -> this.properties.put("jhttp.address", value);
			case DIRECTORY -> this.properties.put("jhttp.directory", value);
			case PROTOCOL -> protocol(value);
			case HEADER -> header(values);
			case CONTENT_TYPE -> this.properties.put("jhttp.files.default-content-type", value);
			case TLS_CERT -> this.tls.certificate(value);
			case TLS_KEY -> this.tls.key(value);
			case USERS_FILE -> this.auth.file(value);
			case AUTH -> this.auth.user(value);
			default -> this.tls.passwordFile(value);
		}
	}

	/** Where there can be one value only, the rest is too much, as in Python. */
	private void port(String text) {
		if (this.port != null) {
			this.unrecognized.add(text);
			return;
		}
		int number;
		try {
			number = Integer.parseInt(text.strip());
		}
		catch (NumberFormatException ex) {
			throw new UsageException("argument port: invalid int value: '" + text + "'");
		}
		if (number < 0 || number > 65535) {
			throw new UsageException("argument port: a port is a number from 0 to 65535, not " + number);
		}
		this.port = text;
		this.properties.put("jhttp.port", String.valueOf(number));
	}

	private void protocol(String version) {
		if (!version.equals("HTTP/1.0") && !version.equals("HTTP/1.1")) {
			throw new UsageException("argument " + Option.PROTOCOL + ": invalid choice: '" + version
					+ "' (choose from 'HTTP/1.0', 'HTTP/1.1')");
		}
		this.properties.put("jhttp.protocol-version", version);
	}

	private void header(List<String> values) {
		int colon = values.get(0).indexOf(':');
		if (values.size() == 1 && colon < 0) {
			throw ArgumentReader.expected(Option.HEADER);
		}
		String name = (values.size() == 1) ? values.get(0).substring(0, colon) : values.get(0);
		String value = (values.size() == 1) ? values.get(0).substring(colon + 1) : values.get(1);
		try {
			this.properties.put("jhttp.files.headers[" + FieldRules.requireName(name) + "]",
					FieldRules.requireValue(name, value).strip());
		}
		catch (IllegalArgumentException ex) {
			throw new UsageException("argument " + Option.HEADER + ": " + ex.getMessage());
		}
	}

	/** Only the last value has to make sense on this machine. */
	private void check() {
		if (!this.unrecognized.isEmpty()) {
			throw new UsageException("unrecognized arguments: " + String.join(" ", this.unrecognized));
		}
		String address = this.properties.get("jhttp.address");
		if (address != null && !isKnown(address)) {
			throw new StartException("unknown host '" + address + "'");
		}
		String directory = this.properties.get("jhttp.directory");
		if (directory != null && !isReadableDirectory(directory)) {
			throw new StartException("'" + directory + "' is not a directory, or cannot be read");
		}
		this.properties.putAll(this.tls.properties());
		this.properties.putAll(this.auth.properties());
	}

	/** For Java an empty name is this machine. */
	private static boolean isKnown(String address) {
		try {
			InetAddress.getByName(address);
			return !address.isEmpty();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static boolean isReadableDirectory(String directory) {
		try {
			Path path = Path.of(directory);
			return !directory.isEmpty() && Files.isDirectory(path) && Files.isReadable(path);
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

}
