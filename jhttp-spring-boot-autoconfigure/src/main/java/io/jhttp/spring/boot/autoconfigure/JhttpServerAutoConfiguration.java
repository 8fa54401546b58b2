package io.jhttp.spring.boot.autoconfigure;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerCustomizer;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerGracefulShutdownLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.JhttpServerStartStopLifecycle;
import io.jhttp.spring.boot.autoconfigure.server.LocalPortPublisher;
import io.jhttp.spring.boot.autoconfigure.server.ReadinessPublisher;
import io.jhttp.spring.boot.autoconfigure.server.VirtualThreadCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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
	JhttpServer jhttpServer(JhttpProperties properties, HttpHandler handler,
			ObjectProvider<JhttpServerCustomizer> customizers) {
		HttpServer.Builder builder = HttpServer.builder().handler(handler);
		new PropertiesServerCustomizer(properties).customize(builder);
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return new JhttpServer(builder);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServerStartStopLifecycle jhttpServerStartStopLifecycle(JhttpServer server, ApplicationEventPublisher events) {
		return new JhttpServerStartStopLifecycle(server, events);
	}

	@Bean
	@ConditionalOnMissingBean
	JhttpServerGracefulShutdownLifecycle jhttpServerGracefulShutdownLifecycle(JhttpServer server,
			JhttpProperties properties) {
		return new JhttpServerGracefulShutdownLifecycle(server, properties.getShutdown());
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
