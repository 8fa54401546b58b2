package io.jhttp.spring.boot.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.accesslog.AccessLog;
import io.jhttp.spring.boot.autoconfigure.filter.FilterChain;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerGracefulShutdownLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerStartStopLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.ReservedFirstHandler;
import io.jhttp.spring.boot.autoconfigure.server.ReservedHandler;
import io.jhttp.spring.boot.autoconfigure.ssl.HttpsRedirect;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * {@link AutoConfiguration Auto-configuration} for the HTTP server and its lifecycle, for
 * what answers requests, unless the application has an {@link HttpHandler} of its own,
 * and for the access log and the port that redirects to HTTPS. They are one class: each
 * class of auto-configuration takes its time at the start, also for what is off.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(JhttpProperties.class)
public final class JhttpServerAutoConfiguration implements ApplicationContextAware {

	private @Nullable ConfigurableApplicationContext context;

	/**
	 * What several beans need is not a parameter of each, nor of a constructor: the JDK
	 * makes classes for each combination of parameters that is called by reflection.
	 */
	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.context = (ConfigurableApplicationContext) context;
	}

	private ConfigurableApplicationContext context() {
		return Objects.requireNonNull(this.context);
	}

	private JhttpProperties properties() {
		return context().getBean(JhttpProperties.class);
	}

	@Bean
	@ConditionalOnMissingBean(HttpHandler.class)
	DefaultHttpHandler jhttpHandler() {
		return new DefaultHttpHandler(context().getBeanFactory(), properties());
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServer jhttpServer(HttpHandler handler, ObjectProvider<ReservedHandler> reservedHandlers,
			ObjectProvider<JhttpServerCustomizer> customizers) {
		ConfigurableListableBeanFactory beanFactory = context().getBeanFactory();
		List<ReservedHandler> reserved = reservedHandlers.orderedStream().toList();
		HttpHandler all = reserved.isEmpty() ? handler : new ReservedFirstHandler(reserved, handler);
		HttpServer.Builder builder = HttpServer.builder().handler(FilterChain.around(all, beanFactory));
		JhttpProperties properties = properties();
		new PropertiesServerCustomizer(properties).customize(builder);
		if (Threading.VIRTUAL.isActive(context().getEnvironment())) {
			useVirtualThreads(builder, properties.getThreads().getVirtual().getMax());
		}
		// Asked here as well, so that the classes of HTTPS are not loaded without it.
		if (properties.getSsl().encrypts()) {
			builder.tls(ConfiguredTls.of(properties.getSsl(), beanFactory));
		}
		if (properties.getAccessLog().isEnabled()) {
			beanFactory.getBeanProvider(AccessLog.class).orderedStream().forEach(builder::listener);
		}
		for (JhttpServerCustomizer customizer : customizers.orderedStream().toList()) {
			customizer.customize(builder);
		}
		return new JhttpServer(builder);
	}

	/** Virtual threads are cheap; what handlers wait for seldom is. */
	private static void useVirtualThreads(HttpServer.Builder builder, int most) {
		SimpleAsyncTaskExecutor workers = new SimpleAsyncTaskExecutor("jhttp-worker-");
		workers.setVirtualThreads(true);
		builder.workers(workers, PropertyBounds.positive("jhttp.threads.virtual.max", most));
	}

	@Bean
	@Conditional(OnAccessLogCondition.class)
	@ConditionalOnMissingBean
	AccessLog jhttpAccessLog() {
		return ConfiguredAccessLog.of(properties().getAccessLog());
	}

	@Bean
	@Conditional(OnHttpsRedirectCondition.class)
	@ConditionalOnMissingBean
	HttpsRedirect jhttpHttpsRedirect(JhttpServer server) {
		return ConfiguredHttpsRedirect.of(properties(), server);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServerStartStopLifecycle jhttpServerStartStopLifecycle(JhttpServer server) {
		// Boot's web server, if there is one, starts first in the same phase: of two that
		// want the same port ours fails, whose failure can tell of the other.
		context().getBeanFactory().registerDependentBean("webServerStartStop", "jhttpServerStartStopLifecycle");
		return new JhttpServerStartStopLifecycle(server, context());
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServerGracefulShutdownLifecycle jhttpServerGracefulShutdownLifecycle(JhttpServer server) {
		Duration delay = PropertyBounds.notNegative("jhttp.shutdown-delay", properties().getShutdownDelay());
		LifecycleProperties lifecycle = context().getBeanProvider(LifecycleProperties.class).getIfAvailable();
		if (lifecycle != null) {
			requireShorter(delay, lifecycle.getTimeoutPerShutdownPhase());
		}
		return new JhttpServerGracefulShutdownLifecycle(server, properties().getShutdown(), delay);
	}

	/**
	 * After the timeout everything is cut, and nothing would be left of it to wait for
	 * requests.
	 */
	private static void requireShorter(Duration delay, Duration timeout) {
		if (delay.compareTo(timeout) >= 0 && !delay.isZero()) {
			throw new InvalidConfigurationPropertyValueException("jhttp.shutdown-delay", delay,
					"Set it to less than spring.lifecycle.timeout-per-shutdown-phase, which is " + timeout.toMillis()
							+ " ms: running requests have what is left of it.");
		}
	}

}
