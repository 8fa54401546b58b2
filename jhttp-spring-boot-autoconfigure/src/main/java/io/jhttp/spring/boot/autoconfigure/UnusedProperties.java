package io.jhttp.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.jhttp.server.http.HttpVersion;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Refuses properties of the server that would have no effect, each with what would make
 * them work. A switch that is off in so many words, such as
 * {@code jhttp.ssl.enabled=false}, leaves the properties of what it switches as they are:
 * profiles do that.
 */
final class UnusedProperties {

	private static final Set<String> SSL = Set.of("enabled", "bundle", "client-auth", "server-name-bundles",
			"handshake-timeout", "redirect-from-port");

	private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

	/**
	 * Of {@code jhttp.files}: these are also for the files that handler methods return.
	 */
	private static final Set<String> OF_RETURNED_FILES = Set.of("etag", "strict-versions");

	private final JhttpProperties properties;

	private final Environment environment;

	private final SetProperties set;

	UnusedProperties(JhttpProperties properties, Environment environment) {
		this.properties = properties;
		this.environment = environment;
		this.set = new SetProperties(environment);
	}

	void refuse() {
		mounts();
		elements();
		listeners();
		ssl("jhttp.ssl", this.properties.getSsl());
		http2();
		accessLog();
		compression();
		threads();
	}

	/**
	 * Of elements of lists and maps, Boot binds what it knows. What it leaves may be a
	 * restriction: without it a rule would hold for more than was meant.
	 */
	private void elements() {
		elements("jhttp.listeners", this.properties.getListeners().keySet(), JhttpListenerProperties.class,
				"a listener");
		elements("jhttp.mounts", this.properties.getMounts().keySet(), JhttpMountProperties.class, "a mount");
		elements("jhttp.client-limits", this.properties.getClientLimits().keySet(), JhttpClientLimitProperties.class,
				"a limit");
		elements("jhttp.auth.rules", numbers(this.properties.getAuth().getRules()), JhttpAuthProperties.Rule.class,
				"a rule");
		elements("jhttp.cors", numbers(this.properties.getCors()), JhttpCorsProperties.class,
				"an element of jhttp.cors");
	}

	private static List<String> numbers(List<?> list) {
		return IntStream.range(0, list.size()).mapToObj(String::valueOf).toList();
	}

	private void elements(String group, Collection<String> names, Class<?> type, String element) {
		Set<String> known = UnknownProperties.of(type);
		// An element of which nothing is known is not there.
		List<String> unknown = new ArrayList<>(this.set.unknown(group, names));
		names.forEach((name) -> unknown.addAll(this.set.unknown(group + "." + name, known)));
		refuse(unknown, element + " has no such properties", "Correct or remove them. "
				+ StringUtils.capitalize(element) + " has " + String.join(", ", known) + ".");
	}

	/** What would describe the only listener. */
	private void listeners() {
		this.properties.getListeners().forEach((name, listener) -> {
			String prefix = "jhttp.listeners." + name;
			if (!NAME.matcher(name).matches()) {
				throw new InvalidConfigurationPropertyValueException("jhttp.listeners", name,
						"The name of a listener has lower-case letters, digits and dashes.");
			}
			ssl(prefix + ".ssl", listener.getSsl());
		});
		if (!this.properties.getListeners().isEmpty()) {
			refuse(this.set.of("jhttp.address", "jhttp.port", "jhttp.ssl", "jhttp.proxies.proxy-protocol"),
					"the listeners below jhttp.listeners have taken the place of the one that they describe",
					"Remove them, or set them for one of these listeners, such as jhttp.listeners."
							+ this.properties.getListeners().keySet().iterator().next() + ".port.");
		}
	}

	private void mounts() {
		Set<String> known = UnknownProperties.known(JhttpFilesProperties.class);
		for (String name : this.properties.getMounts().keySet()) {
			if (!NAME.matcher(name).matches()) {
				throw new InvalidConfigurationPropertyValueException("jhttp.mounts", name,
						"The name of a mount has lower-case letters, digits and dashes.");
			}
			refuse(this.set.unknown("jhttp.mounts." + name + ".files", known), "files have no such properties",
					"Correct or remove them. A mount has all properties of jhttp.files, such as jhttp.mounts." + name
							+ ".files.listing.");
		}
	}

	/** Silence would be plain HTTP where encryption is expected. */
	private void ssl(String prefix, JhttpListenerSslProperties ssl) {
		if (Boolean.FALSE.equals(ssl.getEnabled())) {
			return;
		}
		Set<String> known = new TreeSet<>(SSL);
		if (!(ssl instanceof JhttpSslProperties)) {
			known.remove("redirect-from-port");
		}
		refuse(this.set.unknown(prefix, known),
				"jhttp does not have these properties, and takes keys and certificates from an SSL bundle",
				"Define a bundle below spring.ssl.bundle.jks or spring.ssl.bundle.pem, such as "
						+ "spring.ssl.bundle.jks.web.keystore.location, and name it by " + prefix + ".bundle, such as "
						+ prefix + ".bundle=web. The properties of " + prefix + " are " + String.join(", ", known)
						+ ".");
		if (!ssl.encrypts()) {
			refuse(this.set.of(prefix), "without " + prefix + ".bundle the server speaks plain HTTP",
					"Set " + prefix + ".bundle to the name of an SSL bundle below spring.ssl.bundle, or remove these "
							+ "properties to speak plain HTTP.");
		}
	}

	private void http2() {
		if (this.properties.getProtocolVersion() != HttpVersion.HTTP_1_0) {
			return;
		}
		String reason = "a server that answers in HTTP/1.0 does not speak HTTP/2";
		String remedy = "Remove jhttp.protocol-version, or these properties.";
		if (this.properties.getHttp2().isEnabled()) {
			refuse(this.set.of("jhttp.http2"), reason, remedy);
		}
		this.properties.getListeners().forEach((name, listener) -> {
			if (Boolean.TRUE.equals(listener.getHttp2().getEnabled())) {
				refuse(this.set.of("jhttp.listeners." + name + ".http2"), reason, remedy);
			}
		});
	}

	private void accessLog() {
		if (!this.set.contains("jhttp.access-log.enabled")) {
			refuse(this.set.of("jhttp.access-log"), "the access log is off",
					"Set jhttp.access-log.enabled to true, or remove these properties.");
		}
		JhttpAccessLogProperties log = this.properties.getAccessLog();
		if (log.isEnabled() && log.getFile() == null) {
			refuse(this.set.of("jhttp.access-log.rotation"), "the access log goes to the logger jhttp.access",
					"Set jhttp.access-log.file to have a file that is rotated, or remove these properties.");
		}
	}

	private void compression() {
		if (!this.set.contains("jhttp.compression.enabled")) {
			refuse(this.set.of("jhttp.compression"), "the compression of what handler beans return is off",
					"Set jhttp.compression.enabled to true, or remove these properties.");
		}
	}

	private void threads() {
		String[] pool = { "jhttp.threads.max", "jhttp.threads.queue-capacity" };
		if (this.properties.isOneAtATime()) {
			refuse(this.set.of("jhttp.threads"), "with jhttp.one-at-a-time there is one thread",
					"Set jhttp.one-at-a-time to false, or remove these properties.");
		}
		else if (Threading.VIRTUAL.isActive(this.environment)) {
			refuse(this.set.of(pool), "handlers run on virtual threads",
					"Set jhttp.threads.virtual.max instead, or spring.threads.virtual.enabled to false.");
		}
		else if (!this.set.contains("spring.threads.virtual.enabled")) {
			refuse(this.set.of("jhttp.threads.virtual"), "handlers run on platform threads",
					"Set spring.threads.virtual.enabled to true (Java 21 or newer), or use jhttp.threads.max.");
		}
	}

	/** Those of files and scripts, where no files are served. */
	void refuseFiles(String why, String remedy) {
		refuseScripts();
		List<String> unused = new ArrayList<>(this.set.of("jhttp.directory"));
		// Those of the directory are also for mounts.
		if (this.properties.getMounts().isEmpty()) {
			unused.addAll(this.set.of("jhttp.index-pages", "jhttp.mime-mappings"));
			unused.addAll(this.set.unknown("jhttp.files", OF_RETURNED_FILES));
		}
		if (this.properties.getCgi().isEnabled()) {
			unused.addAll(this.set.of("jhttp.cgi"));
		}
		refuse(unused, why, remedy);
	}

	/** Those of scripts, where none are run. */
	void refuseScripts() {
		if (!this.set.contains("jhttp.cgi.enabled")) {
			refuse(this.set.of("jhttp.cgi"), "scripts are off",
					"Set jhttp.cgi.enabled to true, or remove these properties.");
		}
	}

	/**
	 * Those of handlers, where the application has its own.
	 * @param hasEndpoints whether endpoints are answered beside it
	 */
	void refuseHandlers(Class<?> handler, boolean hasEndpoints) {
		String why = handler.getName() + " is an HttpHandler, which answers all requests";
		String remedy = "Remove these properties, or the bean. A handler bean, marked @RequestHandler, leaves what it "
				+ "does not answer to the directory and the handler class.";
		refuse(this.set.of("jhttp.directory", "jhttp.mounts", "jhttp.handler-class", "jhttp.files", "jhttp.cgi",
				"jhttp.index-pages", "jhttp.mime-mappings"), why, remedy);
		refuseBeans(why, remedy);
		if (!hasEndpoints) {
			refuse(this.set.of("jhttp.allow-encoded-slash"), why + ", and reads its paths itself",
					"Remove the property, or the bean. The property is for paths of handler beans and endpoints.");
		}
	}

	/** Those of handler beans, where there are none. */
	void refuseBeans(String why, String remedy) {
		List<String> unused = new ArrayList<>(this.set.of("jhttp.async", "jhttp.max-in-memory-size"));
		if (this.properties.getCompression().isEnabled()) {
			unused.addAll(this.set.of("jhttp.compression"));
		}
		if (this.properties.getMultipart().isEnabled()) {
			unused.addAll(this.set.of("jhttp.multipart"));
		}
		refuse(unused, why, remedy);
	}

	private static void refuse(List<String> unused, String reason, String remedy) {
		if (!unused.isEmpty()) {
			throw new UnusedPropertyException(unused, reason, remedy);
		}
	}

}
