package io.jhttp.spring.boot.autoconfigure;

import java.io.File;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.cgi.CgiHandler;
import io.jhttp.server.file.ChosenFiles;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.handler.CgiHttpRequestHandler;
import io.jhttp.server.handler.SimpleHttpRequestHandler;
import io.jhttp.spring.boot.autoconfigure.cors.CorsConfigurationSource;
import io.jhttp.spring.boot.autoconfigure.handler.AnnotatedBeans;
import io.jhttp.spring.boot.autoconfigure.handler.HandlerBeans;
import io.jhttp.spring.boot.autoconfigure.handler.PathRules;
import io.jhttp.spring.boot.autoconfigure.handler.Problems;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import io.jhttp.spring.boot.autoconfigure.handler.content.Compression;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.MultipartOptions;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.UploadDirectory;
import io.jhttp.spring.boot.autoconfigure.handler.RouteDescription;
import io.jhttp.spring.boot.autoconfigure.handler.ServedMount;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * What answers as the properties and the handler beans say: handler beans first, then the
 * files of mounts, then the handler class, or else the files of the directory, and its
 * scripts if they are on. Without any of these it is the working directory, as Python
 * does, with a warning. A handler class without a directory serves no files unless it
 * names one itself.
 */
final class ConfiguredHandler {

	private static final Log logger = LogFactory.getLog(ConfiguredHandler.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final JhttpProperties properties;

	private final UnusedProperties unused;

	private final NonBlockingHttpHandler handler;

	private final Problems problems;

	private @Nullable AutoCloseable scripts;

	private @Nullable UploadDirectory uploads;

	private @Nullable FileHandler files;

	private final ConfiguredMounts places;

	private final Map<String, ServedMount> mounts;

	/** Those of the directory. */
	private final ServedFiles served;

	private List<RouteDescription> routes = List.of();

	private final Set<String> verbs = new LinkedHashSet<>();

	private CorsConfigurationSource crossOrigins = (request) -> null;

	private String fallback = "nothing";

	ConfiguredHandler(ConfigurableListableBeanFactory beanFactory, JhttpProperties properties) {
		this.beanFactory = beanFactory;
		this.properties = properties;
		Environment environment = beanFactory.getBean(Environment.class);
		this.unused = new UnusedProperties(properties, environment);
		ClassLoader loader = Objects.requireNonNull(beanFactory.getBeanClassLoader());
		this.places = new ConfiguredMounts(properties, environment, loader, main());
		this.mounts = this.places.serve();
		this.served = new ServedFiles(properties, FileSettings.of(properties, environment), loader, this.places.main(),
				this.places.table());
		HandlerBeans handlerBeans = handlerBeans();
		this.problems = (handlerBeans != null) ? handlerBeans.problems() : Problems.pages();
		if (handlerBeans != null) {
			this.routes = handlerBeans.routes();
			this.verbs.addAll(handlerBeans.verbs());
			this.crossOrigins = handlerBeans.crossOrigins();
		}
		else {
			this.unused.refuseBeans("there are no handler beans",
					"Mark a bean with @RequestHandler, or remove these properties.");
		}
		NonBlockingHttpHandler last = NonBlockingHttpHandler.of(mounted(last(handlerBeans)));
		if (this.scripts != null) {
			this.verbs.addAll(properties.getCgi().getMethods());
		}
		this.handler = (handlerBeans != null) ? handlerBeans.router(last, this.verbs) : last;
		if (this.files != null) {
			requireSecret(this.files);
			this.served.warnOfMissingPages(this.files);
		}
		this.mounts.values().forEach((mount) -> requireSecret(mount.files()));
	}

	/** The property that says what answers where there is no mount, or null. */
	private @Nullable String main() {
		return (this.properties.getHandlerClass() != null) ? "jhttp.handler-class"
				: (this.properties.getDirectory() != null) ? ServedDirectory.PROPERTY : null;
	}

	/** Where there is neither directory nor handler class, what is last is the rest. */
	private HttpHandler mounted(HttpHandler last) {
		return this.mounts.isEmpty() ? last
				: this.places.handler(this.mounts.values(), (main() != null) ? last : null, last);
	}

	private @Nullable HandlerBeans handlerBeans() {
		MultipartOptions forms = ConfiguredMultipart.of(this.properties);
		Duration timeout = PropertyBounds.positive("jhttp.async.timeout", this.properties.getAsync().getTimeout());
		Compression compression = ConfiguredCompression.of(this.properties.getCompression());
		Map<String, RequestHandler> annotated = AnnotatedBeans.find(this.beanFactory);
		JhttpFilesProperties files = this.properties.getFiles();
		this.uploads = forms.directory();
		ChosenFiles chosen = new ChosenFiles(files.getEtag(), files.isStrictVersions());
		return annotated.isEmpty() ? null : HandlerBeans.of(annotated, this.beanFactory, forms, timeout, chosen,
				new PathRules(this.properties.isAllowEncodedSlash()), compression);
	}

	/** Passwords can be guessed from their hashes. */
	private void requireSecret(FileHandler files) {
		File users = this.properties.getAuth().getUsersFile();
		if (users != null && files.find(users.toPath().toAbsolutePath()) != null) {
			throw new InvalidConfigurationPropertyValueException("jhttp.auth.users-file", users,
					"Clients could download it from " + files.directory()
							+ ". Move it elsewhere, or give it a name that begins with a dot.");
		}
	}

	Problems problems() {
		return this.problems;
	}

	NonBlockingHttpHandler handler() {
		return this.handler;
	}

	List<RouteDescription> routes() {
		return this.routes;
	}

	Set<String> verbs() {
		return this.verbs;
	}

	String fallback() {
		return this.fallback;
	}

	CorsConfigurationSource crossOrigins() {
		return this.crossOrigins;
	}

	@Nullable FileHandler files() {
		return this.files;
	}

	Map<String, ServedMount> mounts() {
		return this.mounts;
	}

	/** Ends scripts, and removes what clients have uploaded. */
	void close() throws Exception {
		try {
			if (this.scripts != null) {
				this.scripts.close();
			}
		}
		finally {
			if (this.uploads != null) {
				this.uploads.close();
			}
		}
	}

	/** What answers for all that handler beans do not know. */
	private HttpHandler last(@Nullable HandlerBeans handlerBeans) {
		Class<?> type = this.properties.getHandlerClass();
		if (type == null) {
			return files(handlerBeans);
		}
		HandlerClass handlerClass = HandlerClass.of(type);
		HttpHandler handler = handlerClass(handlerClass);
		this.verbs.addAll(handlerClass.verbs());
		this.fallback = "handler class " + type.getName();
		return handler;
	}

	private HttpHandler handlerClass(HandlerClass handlerClass) {
		boolean runsScripts = handlerClass.isA(CgiHttpRequestHandler.class);
		if (this.properties.getCgi().isEnabled() && !runsScripts) {
			String needed = CgiHttpRequestHandler.class.getName();
			throw new InvalidHandlerClassException(handlerClass.type(),
					"it does not extend " + needed + ", though jhttp.cgi.enabled is true",
					"Let it extend " + needed + ", or set jhttp.cgi.enabled to false.");
		}
		if (!runsScripts) {
			this.unused.refuseScripts();
		}
		if (!handlerClass.isA(SimpleHttpRequestHandler.class)) {
			this.unused.refuseFiles("the handler class " + handlerClass.type().getName() + " serves no files",
					"Let it extend " + SimpleHttpRequestHandler.class.getName() + ", or remove these properties.");
			return handlerClass.handler(this.beanFactory, null, null);
		}
		ServedDirectory directory = directory();
		if (directory == null) {
			directory = ServedDirectory.nothing();
			logger.info(
					"The handler class " + handlerClass.type().getName() + " serves files only if it names a directory"
							+ " itself. Set jhttp.directory to serve those of another one.");
		}
		CgiHandler scripts = runsScripts ? new ServedScripts(this.properties, this.served).of(directory) : null;
		FileHandler served = (scripts != null) ? scripts.files() : this.served.of(directory);
		this.scripts = scripts;
		if (directory.published()) {
			this.files = served;
		}
		return handlerClass.handler(this.beanFactory, served, scripts);
	}

	private HttpHandler files(@Nullable HandlerBeans handlerBeans) {
		ServedDirectory directory = directory();
		if (directory != null) {
			return files(directory);
		}
		if (handlerBeans != null) {
			this.unused.refuseFiles("without jhttp.directory no files are served beside handler beans",
					"Set jhttp.directory to the directory whose files are served, or remove these properties.");
			return handlerBeans.notFound();
		}
		if (!this.mounts.isEmpty()) {
			this.unused.refuseFiles("without jhttp.directory only the files of mounts are served",
					"Set jhttp.directory to the directory whose files are served, or remove these properties.");
			return (exchange) -> exchange.response().sendError(404);
		}
		ServedDirectory working = ServedDirectory.working();
		warnOfImplicit(working);
		return files(working);
	}

	private HttpHandler files(ServedDirectory directory) {
		this.fallback = "files of " + directory;
		if (!this.properties.getCgi().isEnabled()) {
			this.unused.refuseScripts();
			FileHandler handler = this.served.of(directory);
			this.files = handler;
			return handler;
		}
		ServedScripts served = new ServedScripts(this.properties, this.served);
		served.requireDirectories();
		CgiHandler handler = served.of(directory);
		this.scripts = handler;
		this.files = handler.files();
		return handler;
	}

	private @Nullable ServedDirectory directory() {
		String directory = this.properties.getDirectory();
		return (directory != null) ? ServedDirectory.of(ServedDirectory.PROPERTY, directory) : null;
	}

	private void warnOfImplicit(ServedDirectory directory) {
		InetAddress address = this.properties.getAddress();
		String where = (address != null) ? "address " + address.getHostAddress() : "any network interface";
		String port = (this.properties.getPort() != 0) ? "port " + this.properties.getPort() : "a free port";
		where += " of this machine, " + port;
		if (!this.properties.getListeners().isEmpty()) {
			where = "a listener of the application (" + String.join(", ", this.properties.getListeners().keySet())
					+ ")";
		}
		logger.warn("The working directory " + directory.path() + " is open to everyone who can reach " + where
				+ ". Set jhttp.directory to choose what is served, "
				+ "and jhttp.address to choose where (127.0.0.1 for this machine only).");
	}

}
