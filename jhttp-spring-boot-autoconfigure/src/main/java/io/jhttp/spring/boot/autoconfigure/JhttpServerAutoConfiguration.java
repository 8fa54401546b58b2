package io.jhttp.spring.boot.autoconfigure;

import java.time.Duration;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.filter.FilterChain;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerGracefulShutdownLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerStartStopLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.ReservedFirstHandler;
import io.jhttp.spring.boot.autoconfigure.server.ReservedHandler;
import io.jhttp.spring.boot.autoconfigure.server.VirtualThreadCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for the HTTP server and its lifecycle, and
 * for what answers requests, unless the application has an {@link HttpHandler} of its
 * own.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "jhttp.enabled", matchIfMissing = true)
@EnableConfigurationProperties(JhttpProperties.class)
public final class JhttpServerAutoConfiguration {

	private final JhttpProperties properties;

	private final ConfigurableApplicationContext context;

	// What several beans need is not a parameter of each: the JDK makes classes for each
	// combination of parameters that is called by reflection, and many for more than
	// three.
	JhttpServerAutoConfiguration(JhttpProperties properties, ConfigurableApplicationContext context) {
		this.properties = properties;
		this.context = context;
	}

	@Bean
	@ConditionalOnMissingBean(HttpHandler.class)
	DefaultHttpHandler jhttpHandler() {
		return new DefaultHttpHandler(this.context.getBeanFactory(), this.properties);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServer jhttpServer(HttpHandler handler, ObjectProvider<ReservedHandler> reserved,
			ObjectProvider<JhttpServerCustomizer> customizers) {
		ConfigurableListableBeanFactory beanFactory = this.context.getBeanFactory();
		HttpHandler all = ReservedFirstHandler.of(reserved.orderedStream().toList(), handler);
		HttpServer.Builder builder = HttpServer.builder().handler(FilterChain.around(all, beanFactory));
		new PropertiesServerCustomizer(this.properties).customize(builder);
		builder.tls(ConfiguredTls.of(this.properties.getSsl(), beanFactory));
		for (JhttpServerCustomizer customizer : customizers.orderedStream().toList()) {
			customizer.customize(builder);
		}
		return new JhttpServer(builder);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServerStartStopLifecycle jhttpServerStartStopLifecycle(JhttpServer server) {
		// Boot's web server, if there is one, starts first in the same phase: of two that
		// want the same port ours fails, whose failure can tell of the other.
		this.context.getBeanFactory().registerDependentBean("webServerStartStop", "jhttpServerStartStopLifecycle");
		return new JhttpServerStartStopLifecycle(server, this.context);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServerGracefulShutdownLifecycle jhttpServerGracefulShutdownLifecycle(JhttpServer server) {
		Duration delay = PropertyBounds.notNegative("jhttp.shutdown-delay", this.properties.getShutdownDelay());
		LifecycleProperties lifecycle = this.context.getBeanProvider(LifecycleProperties.class).getIfAvailable();
		if (lifecycle != null) {
			requireShorter(delay, lifecycle.getTimeoutPerShutdownPhase());
		}
		return new JhttpServerGracefulShutdownLifecycle(server, this.properties.getShutdown(), delay);
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
	@ConditionalOnThreading(Threading.VIRTUAL)
	VirtualThreadCustomizer jhttpVirtualThreadCustomizer() {
		int most = this.properties.getThreads().getVirtual().getMax();
		return new VirtualThreadCustomizer(PropertyBounds.positive("jhttp.threads.virtual.max", most));
	}

}
