package io.jhttp.spring.boot.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.jhttp.server.HttpHandler;
import io.jhttp.spring.boot.autoconfigure.filter.JhttpFilter;
import io.jhttp.spring.boot.autoconfigure.handler.AnnotatedBeans;
import io.jhttp.spring.boot.autoconfigure.server.JhttpListener;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import io.jhttp.spring.boot.autoconfigure.server.ManagementHandler;
import io.jhttp.spring.boot.autoconfigure.server.ReservedHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.NamedBeanHolder;
import org.springframework.core.env.Environment;

/**
 * A {@link JhttpServer} of the application, which takes the place of the one that the
 * properties describe. Those that it cannot have used are refused; of those that it may
 * use, a warning tells.
 */
final class OwnServer implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(OwnServer.class);

	/** What makes the {@link HttpHandler} bean, which a server need not use. */
	private static final List<String> OF_HANDLER = List.of("directory", "mounts", "handler-class", "index-pages",
			"mime-mappings", "files", "cgi", "async", "max-in-memory-size", "allow-encoded-slash", "compression",
			"multipart");

	/** Set by tests too, read by the application itself, or what makes the access log. */
	private static final List<String> PERHAPS_USED = List.of("port", "address", "auto-startup", "access-log");

	/** Any server has these. */
	private static final List<String> OF_LIFECYCLES = List.of("shutdown", "shutdown-delay");

	private final ConfigurableListableBeanFactory beanFactory;

	private final Environment environment;

	private final ObjectProvider<ManagementHandler> management;

	OwnServer(ConfigurableListableBeanFactory beanFactory, Environment environment,
			ObjectProvider<ManagementHandler> management) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.management = management;
	}

	@Override
	public void afterSingletonsInstantiated() {
		NamedBeanHolder<JhttpServer> server = this.beanFactory.resolveNamedBean(JhttpServer.class);
		String bean = "the JhttpServer bean '" + server.getBeanName() + "'";
		this.management.ifAvailable((each) -> Stream.ofNullable(each.listener())
			.forEach((listener) -> requireListener(listener, server.getBeanInstance(), bean)));
		List<String> given = List.of(this.beanFactory.getDependenciesForBean(server.getBeanName()));
		if (!isAmong(given, JhttpProperties.class)) {
			refuse(bean);
			warn(bean, given);
		}
	}

	private static void requireListener(JhttpListener listener, JhttpServer server, String bean) {
		if (!server.getListeners().contains(listener.name())) {
			throw new UnusedPropertyException(List.of(listener.portProperty()),
					bean + " has no listener '" + listener.name() + "'",
					"Create it with the listener() of the ManagementHandler bean, replace it by a "
							+ "JhttpServerCustomizer bean, or remove the property.");
		}
	}

	private boolean isAmong(List<String> beans, Class<?> type) {
		return beans.stream()
			.anyMatch((each) -> this.beanFactory.containsBean(each) && this.beanFactory.isTypeMatch(each, type));
	}

	private void refuse(String bean) {
		Set<String> others = Stream.of(OF_HANDLER, PERHAPS_USED, OF_LIFECYCLES)
			.flatMap(List::stream)
			.collect(Collectors.toSet());
		List<String> unused = set(UnknownProperties.known()
			.stream()
			.filter((name) -> !others.contains(name.split("\\.", 2)[0]))
			.toList());
		if (!unused.isEmpty()) {
			throw new UnusedPropertyException(unused,
					bean + " takes the place of the server that they describe, and is not given JhttpProperties",
					"Replace the bean by a JhttpServerCustomizer bean, which leaves these properties in force. Or set "
							+ "on HttpServer.Builder what they say, and remove them.");
		}
	}

	/**
	 * Also of beans that are for the server, such as filters and actuator endpoints.
	 * @param given the beans that the server was created with
	 */
	private void warn(String bean, List<String> given) {
		Set<String> unused = new TreeSet<>(set(PERHAPS_USED));
		for (Class<?> type : List.of(JhttpFilter.class, JhttpServerCustomizer.class, ReservedHandler.class)) {
			unused.addAll(List.of(this.beanFactory.getBeanNamesForType(type)));
		}
		if (!isAmong(given, HttpHandler.class)) {
			unused.addAll(set(OF_HANDLER));
			unused.addAll(AnnotatedBeans.find(this.beanFactory).keySet());
		}
		// Their properties are refused; without these they do little.
		SecurityFilterConfiguration.FILTERS.forEach(unused::remove);
		given.forEach(unused::remove);
		if (!unused.isEmpty()) {
			logger.warn("These properties and beans have no effect, unless " + bean + " uses them: "
					+ String.join(", ", unused) + ". A JhttpServerCustomizer bean in its place leaves them in force. "
					+ "If it uses them, logging.level." + OwnServer.class.getName() + "=error turns this warning off.");
		}
	}

	private List<String> set(List<String> names) {
		return new SetProperties(this.environment)
			.of(names.stream().map((name) -> "jhttp." + name).toArray(String[]::new));
	}

}
