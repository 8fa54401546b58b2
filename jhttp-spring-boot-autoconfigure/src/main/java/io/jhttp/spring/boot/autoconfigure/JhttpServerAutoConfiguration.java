package io.jhttp.spring.boot.autoconfigure;

import java.time.Duration;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.filter.FilterChain;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerGracefulShutdownLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerStartStopLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.LocalPortPublisher;
import io.jhttp.spring.boot.autoconfigure.server.ReadinessPublisher;
import io.jhttp.spring.boot.autoconfigure.server.ReservedFirstHandler;
import io.jhttp.spring.boot.autoconfigure.server.ReservedHandler;
import io.jhttp.spring.boot.autoconfigure.server.VirtualThreadCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the HTTP server and its lifecycle.
 */
@AutoConfiguration(after = JhttpHandlerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(JhttpProperties.class)
public final class JhttpServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JhttpServer jhttpServer(JhttpProperties properties, HttpHandler handler, ObjectProvider<ReservedHandler> reserved,
			ConfigurableListableBeanFactory beanFactory, ObjectProvider<JhttpServerCustomizer> customizers) {
		HttpHandler all = ReservedFirstHandler.of(reserved.orderedStream().toList(), handler);
		HttpServer.Builder builder = HttpServer.builder().handler(FilterChain.around(all, beanFactory));
		new PropertiesServerCustomizer(properties).customize(builder);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return new JhttpServer(builder);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServerStartStopLifecycle jhttpServerStartStopLifecycle(JhttpServer server, ApplicationEventPublisher events,
			ConfigurableBeanFactory beanFactory) {
		// Boot's web server, if there is one, starts first in the same phase: of two that
		// want the same port ours fails, whose failure can tell of the other.
		beanFactory.registerDependentBean("webServerStartStop", "jhttpServerStartStopLifecycle");
		return new JhttpServerStartStopLifecycle(server, events);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServerGracefulShutdownLifecycle jhttpServerGracefulShutdownLifecycle(JhttpServer server,
			JhttpProperties properties, ObjectProvider<LifecycleProperties> lifecycle) {
		Duration delay = PropertyBounds.notNegative("jhttp.shutdown-delay", properties.getShutdownDelay());
		lifecycle.ifAvailable((bounds) -> requireShorter(delay, bounds.getTimeoutPerShutdownPhase()));
		return new JhttpServerGracefulShutdownLifecycle(server, properties.getShutdown(), delay);
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

	@Bean
	@ConditionalOnMissingBean
	LocalPortPublisher jhttpLocalPortPublisher(ApplicationContext context) {
		return new LocalPortPublisher(context);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnNotWebApplication
	ReadinessPublisher jhttpReadinessPublisher(ApplicationContext context) {
		return new ReadinessPublisher(context);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnThreading(Threading.VIRTUAL)
	VirtualThreadCustomizer jhttpVirtualThreadCustomizer(JhttpProperties properties) {
		int most = properties.getThreads().getVirtual().getMax();
		return new VirtualThreadCustomizer(PropertyBounds.positive("jhttp.threads.virtual.max", most));
	}

}
