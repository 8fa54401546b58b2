package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import io.jhttp.server.ErrorRenderer;
import io.jhttp.server.FailureHandler;
import io.jhttp.server.HttpExchange;
import io.jhttp.server.HttpRequest;
import io.jhttp.server.HttpResponse;
import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.http.RequestHead;
import io.jhttp.spring.boot.autoconfigure.cors.CorsConfigurationSource;
import io.jhttp.spring.boot.autoconfigure.handler.HandlerInventory;
import io.jhttp.spring.boot.autoconfigure.handler.Problems;
import io.jhttp.spring.boot.autoconfigure.handler.RouteDescription;
import io.jhttp.spring.boot.autoconfigure.handler.ServedMount;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.cors.CorsConfiguration;

/**
 * What answers when the application says nothing else. It is known when all beans are, of
 * which some may be handlers.
 */
final class DefaultHttpHandler implements NonBlockingHttpHandler, ErrorRenderer, FailureHandler, HandlerInventory,
		CorsConfigurationSource, SmartInitializingSingleton, DisposableBean {

	private final ConfigurableListableBeanFactory beanFactory;

	private final JhttpProperties properties;

	private volatile @Nullable ConfiguredHandler configured;

	DefaultHttpHandler(ConfigurableListableBeanFactory beanFactory, JhttpProperties properties) {
		this.beanFactory = beanFactory;
		this.properties = properties;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.configured = new ConfiguredHandler(this.beanFactory, this.properties);
	}

	@Override
	public void handle(HttpExchange exchange) throws Exception {
		ConfiguredHandler configured = this.configured;
		if (configured == null) {
			exchange.response().sendError(404);
		}
		else {
			configured.handler().handle(exchange);
		}
	}

	private Problems problems() {
		ConfiguredHandler configured = this.configured;
		return (configured != null) ? configured.problems() : Problems.pages();
	}

	@Override
	public void send(RequestHead request, int status, String detail, HttpResponse response) throws IOException {
		problems().send(request, status, detail, response);
	}

	@Override
	public boolean answer(Exception failure, HttpExchange exchange) throws Exception {
		return problems().answer(failure, exchange);
	}

	@Override
	public List<RouteDescription> routes() {
		ConfiguredHandler configured = this.configured;
		return (configured != null) ? configured.routes() : Collections.emptyList();
	}

	@Override
	public Set<String> verbs() {
		ConfiguredHandler configured = this.configured;
		return (configured != null) ? Collections.unmodifiableSet(configured.verbs()) : Collections.emptySet();
	}

	@Override
	public String fallback() {
		ConfiguredHandler configured = this.configured;
		return (configured != null) ? configured.fallback() : "nothing";
	}

	@Override
	public @Nullable FileHandler files() {
		ConfiguredHandler configured = this.configured;
		return (configured != null) ? configured.files() : null;
	}

	@Override
	public Set<String> mounts() {
		return this.properties.getMounts().keySet();
	}

	@Override
	public @Nullable ServedMount mount(String name) {
		ConfiguredHandler configured = this.configured;
		return (configured != null) ? configured.mounts().get(name) : null;
	}

	@Override
	public @Nullable CorsConfiguration getCorsConfiguration(HttpRequest request) {
		ConfiguredHandler configured = this.configured;
		return (configured != null) ? configured.crossOrigins().getCorsConfiguration(request) : null;
	}

	@Override
	public void destroy() throws Exception {
		ConfiguredHandler configured = this.configured;
		if (configured != null) {
			configured.close();
		}
	}

}
