package io.jhttp.spring.boot.webflux.autoconfigure;

import io.jhttp.server.HttpServer;
import io.jhttp.spring.boot.webflux.JhttpReactiveWebServerFactory;
import io.jhttp.spring.boot.webflux.JhttpWebServerCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.reactive.ReactiveWebServerConfiguration;
import org.springframework.boot.web.server.reactive.ReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.http.ReactiveHttpInputMessage;

/**
 * {@link AutoConfiguration Auto-configuration} for the web server of a reactive
 * application, unless it has another {@link ReactiveWebServerFactory}.
 */
@AutoConfiguration(
		beforeName = "org.springframework.boot.reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration")
@ConditionalOnClass({ ReactiveHttpInputMessage.class, HttpServer.class })
@ConditionalOnWebApplication(type = Type.REACTIVE)
@EnableConfigurationProperties(JhttpWebServerProperties.class)
@Import(ReactiveWebServerConfiguration.class)
public final class JhttpReactiveWebServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ReactiveWebServerFactory.class)
	JhttpReactiveWebServerFactory jhttpReactiveWebServerFactory() {
		return new JhttpReactiveWebServerFactory();
	}

	@Bean
	JhttpReactiveWebServerFactoryCustomizer jhttpReactiveWebServerFactoryCustomizer(Environment environment,
			ServerProperties serverProperties, JhttpWebServerProperties properties,
			ObjectProvider<JhttpWebServerCustomizer> customizers) {
		return new JhttpReactiveWebServerFactoryCustomizer(environment, serverProperties, properties,
				customizers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnMissingClass("io.jhttp.spring.boot.autoconfigure.JhttpServerAutoConfiguration")
	static UnusedProperties jhttpUnusedProperties(Environment environment) {
		return new UnusedProperties(environment);
	}

}
