package io.jhttp.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.jhttp.server.ErrorRenderer;
import io.jhttp.server.FailureHandler;
import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.accesslog.AccessLog;
import io.jhttp.spring.boot.autoconfigure.filter.FilterChain;
import io.jhttp.spring.boot.autoconfigure.handler.AnnotatedBeans;
import io.jhttp.spring.boot.autoconfigure.server.JhttpListener;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerGracefulShutdownLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerStartStopLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.ManagementHandler;
import io.jhttp.spring.boot.autoconfigure.server.ReservedFirstHandler;
import io.jhttp.spring.boot.autoconfigure.server.ReservedHandler;
import io.jhttp.spring.boot.autoconfigure.server.Shutdown;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * {@link AutoConfiguration Auto-configuration} for the HTTP server and its lifecycle, for
 * what answers requests, unless the application has an {@link HttpHandler} of its own,
 * and for the access log and the port that redirects to HTTPS.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(JhttpProperties.class)
@Import(SecurityFilterConfiguration.class)
public final class JhttpServerAutoConfiguration {

	@Bean
	@ConfigurationPropertiesBinding
	static PathToStringConverter jhttpPathToStringConverter() {
		return new PathToStringConverter();
	}

	@Bean
	@ConditionalOnMissingBean(HttpHandler.class)
	DefaultHttpHandler jhttpHandler(ConfigurableListableBeanFactory beanFactory, JhttpProperties properties) {
		return new DefaultHttpHandler(beanFactory, properties);
	}

	/** Before ours, so that the condition is about a server of the application. */
	@Bean
	@ConditionalOnBean(JhttpServer.class)
	OwnServer jhttpOwnServer(ConfigurableListableBeanFactory beanFactory, Environment environment,
			ObjectProvider<ManagementHandler> management) {
		return new OwnServer(beanFactory, environment, management);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServer jhttpServer(JhttpProperties properties, HttpHandler handler,
			ObjectProvider<ReservedHandler> reservedHandlers, ObjectProvider<AccessLog> accessLogs,
			ObjectProvider<JhttpServerCustomizer> customizers, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<ManagementHandler> management, ConfigurableListableBeanFactory beanFactory,
			Environment environment, ConfigurableApplicationContext context) {
		List<ReservedHandler> reserved = reservedHandlers.orderedStream().toList();
		HttpHandler all = reserved.isEmpty() ? handler : new ReservedFirstHandler(reserved, handler);
		UnusedProperties unused = new UnusedProperties(properties, environment);
		unused.refuse();
		if (!(handler instanceof DefaultHttpHandler)) {
			unused.refuseHandlers(handler.getClass(), !reserved.isEmpty());
			AnnotatedBeans.requireNone(beanFactory, handler.getClass());
		}
		HttpServer.Builder builder = HttpServer.builder()
			.handler(FilterChain.around(ConfiguredClientLimits.before(all, properties, beanFactory), beanFactory))
			.shutdown(context::close);
		if (handler instanceof ErrorRenderer errors) {
			builder.errors(errors);
		}
		if (handler instanceof FailureHandler failures) {
			builder.failures(failures);
		}
		new PropertiesServerCustomizer(properties).customize(builder);
		if (Threading.VIRTUAL.isActive(environment)) {
			useVirtualThreads(builder, properties.getThreads().getVirtual().getMax());
		}
		if (properties.getListeners().isEmpty()) {
			builder.tls(ConfiguredTls.of(properties.getSsl(), "jhttp.ssl", sslBundles));
		}
		if (properties.getAccessLog().isEnabled()) {
			accessLogs.orderedStream().forEach(builder::listener);
		}
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		List<JhttpListener> listeners = new ArrayList<>(
				new ConfiguredListeners(properties, sslBundles, management).all());
		management.ifAvailable((each) -> Stream.ofNullable(each.listener()).forEach(listeners::add));
		return new JhttpServer(builder, listeners, properties.isAutoStartup());
	}

	/** Virtual threads are cheap; what handlers wait for seldom is. */
	private static void useVirtualThreads(HttpServer.Builder builder, int most) {
		SimpleAsyncTaskExecutor workers = new SimpleAsyncTaskExecutor("jhttp-worker-");
		workers.setVirtualThreads(true);
		builder.workers(workers, PropertyBounds.positive("jhttp.threads.virtual.max", most));
	}

	@Bean
	@ConditionalOnBooleanProperty("jhttp.access-log.enabled")
	@ConditionalOnMissingBean
	AccessLog jhttpAccessLog(JhttpProperties properties) {
		return ConfiguredAccessLog.of(properties.getAccessLog());
	}

	@Bean
	StartWarnings jhttpStartWarnings(ApplicationContext context, ConfigurableListableBeanFactory beanFactory,
			JhttpProperties properties) {
		return new StartWarnings(context, beanFactory, properties);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServerStartStopLifecycle jhttpServerStartStopLifecycle(JhttpServer server, ApplicationContext context,
			ConfigurableListableBeanFactory beanFactory) {
		// Boot's web server, if there is one, starts first in the same phase: of two that
		// want the same port ours fails, whose failure can tell of the other.
		beanFactory.registerDependentBean("webServerStartStop", "jhttpServerStartStopLifecycle");
		return new JhttpServerStartStopLifecycle(server, context);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServerGracefulShutdownLifecycle jhttpServerGracefulShutdownLifecycle(JhttpProperties properties,
			JhttpServer server, ObjectProvider<LifecycleProperties> lifecycle) {
		Duration delay = PropertyBounds.notNegative("jhttp.shutdown-delay", properties.getShutdownDelay());
		if (properties.getShutdown() == Shutdown.IMMEDIATE && !delay.isZero()) {
			throw new InvalidConfigurationPropertyValueException("jhttp.shutdown-delay", delay,
					"An immediate stop has no delay. Set jhttp.shutdown to graceful, or remove the delay.");
		}
		lifecycle.ifAvailable((phases) -> requireShorter(delay, phases.getTimeoutPerShutdownPhase()));
		return new JhttpServerGracefulShutdownLifecycle(server, properties.getShutdown(), delay);
	}

	/**
	 * After the timeout everything is aborted, and nothing would be left of it to wait
	 * for requests.
	 */
	private static void requireShorter(Duration delay, Duration timeout) {
		if (delay.compareTo(timeout) >= 0 && !delay.isZero()) {
			throw new InvalidConfigurationPropertyValueException("jhttp.shutdown-delay", delay,
					"Set it to less than spring.lifecycle.timeout-per-shutdown-phase, which is " + timeout.toMillis()
							+ " ms: active requests get the rest of that time.");
		}
	}

}
