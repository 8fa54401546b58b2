package io.jhttp.spring.boot.webflux.autoconfigure;

import io.jhttp.spring.boot.webflux.JhttpReactiveWebServerFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Leaves WebFlux's adapter for WebSocket out of what is built ahead of time. Its hints
 * load classes of a server that Spring knows, or of Jakarta WebSocket, and the build
 * would fail without them. This server has no WebSocket for it anyway.
 */
final class WebSocketAdapterAotProcessor implements BeanFactoryInitializationAotProcessor, Ordered {

	private static final String ADAPTER = "webFluxWebSocketHandlerAdapter";

	/** Before the hints of beans are collected. */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
			ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory instanceof BeanDefinitionRegistry registry && registry.containsBeanDefinition(ADAPTER)
				&& beanFactory.getBeanNamesForType(JhttpReactiveWebServerFactory.class, true, false).length > 0
				&& !hasWebSocket(beanFactory.getBeanClassLoader())) {
			registry.removeBeanDefinition(ADAPTER);
		}
		return null;
	}

	private static boolean hasWebSocket(@Nullable ClassLoader loader) {
		return ClassUtils.isPresent("jakarta.websocket.Endpoint", loader)
				|| ClassUtils.isPresent("reactor.netty.http.server.HttpServerResponse", loader);
	}

}
