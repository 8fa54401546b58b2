package io.jhttp.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.env.Environment;

/**
 * Properties of Spring Boot's web servers, which nothing reads in an application that has
 * none of these.
 */
final class WebServerProperties {

	private static final Log logger = LogFactory.getLog(WebServerProperties.class);

	private static final String NOTHING = "jhttp has no equivalent";

	/** What stands for each of them here; the first that fits counts. */
	private static final Map<String, String> COUNTERPARTS = new LinkedHashMap<>();

	static {
		COUNTERPARTS.put("server.port", "use jhttp.port");
		COUNTERPARTS.put("server.address", "use jhttp.address");
		COUNTERPARTS.put("server.ssl", "use jhttp.ssl.bundle");
		COUNTERPARTS.put("server.compression", "use jhttp.compression");
		COUNTERPARTS.put("server.shutdown", "use jhttp.shutdown");
		COUNTERPARTS.put("server.server-header", "use jhttp.server-header");
		COUNTERPARTS.put("server.max-http-request-header-size", "use jhttp.max-request-header-size");
		COUNTERPARTS.put("server.mime-mappings", "use jhttp.mime-mappings");
		COUNTERPARTS.put("server.forward-headers-strategy", "use jhttp.proxies");
		COUNTERPARTS.put("server.servlet.context-path", "use the path in @RequestHandler");
		COUNTERPARTS.put("spring.webflux.base-path", "use the path in @RequestHandler");
		for (String server : List.of("tomcat", "jetty", "netty")) {
			COUNTERPARTS.put("server." + server + ".threads", "use jhttp.threads");
			COUNTERPARTS.put("server." + server + ".accesslog", "use jhttp.access-log");
			COUNTERPARTS.put("server." + server + ".max-connections", "use jhttp.max-connections");
			COUNTERPARTS.put("server." + server + ".keep-alive-timeout", "use jhttp.keep-alive-timeout");
			COUNTERPARTS.put("server." + server + ".idle-timeout", "use jhttp.keep-alive-timeout");
			COUNTERPARTS.put("server." + server, NOTHING);
		}
		COUNTERPARTS.put("server.max-http-post-size", "use jhttp.max-request-body-size");
		COUNTERPARTS.put("server.error", NOTHING);
		COUNTERPARTS.put("spring.web.error", NOTHING);
		COUNTERPARTS.put("server.servlet", NOTHING);
		COUNTERPARTS.put("server.reactive", NOTHING);
		COUNTERPARTS.put("server.http2", "use jhttp.http2");
		COUNTERPARTS.put("spring.mvc", NOTHING);
		COUNTERPARTS.put("spring.webflux.multipart", "use jhttp.multipart");
		COUNTERPARTS.put("spring.webflux", NOTHING);
		COUNTERPARTS.put("spring.servlet.multipart", "use jhttp.multipart");
		COUNTERPARTS.put("spring.servlet", NOTHING);
	}

	private final Environment environment;

	private final SetProperties set;

	private final JhttpProperties properties;

	/**
	 * Looks at an environment.
	 * @param properties those of this server
	 */
	WebServerProperties(Environment environment, JhttpProperties properties) {
		this.environment = environment;
		this.properties = properties;
		this.set = new SetProperties(environment);
	}

	void warn() {
		Map<String, String> unused = new LinkedHashMap<>();
		COUNTERPARTS.forEach((name, counterpart) -> this.set.of(name)
			.forEach((property) -> unused.putIfAbsent(property, counterpart)));
		if (isSamePort()) {
			unused.remove("server.port");
		}
		if (!unused.isEmpty()) {
			List<String> pairs = new ArrayList<>();
			unused.forEach((property, counterpart) -> pairs.add(property + " (" + counterpart + ")"));
			logger.warn("These properties have no effect, as this application has no web server of Spring Boot: "
					+ String.join(", ", pairs) + ".");
		}
	}

	/** Such as the random port of a test. */
	private boolean isSamePort() {
		String port = this.environment.getProperty("server.port", "");
		Map<String, JhttpListenerProperties> listeners = this.properties.getListeners();
		return listeners.isEmpty() ? port.equals(String.valueOf(this.properties.getPort()))
				: listeners.values().stream().anyMatch((each) -> port.equals(String.valueOf(each.getPort())));
	}

}
