package io.jhttp.spring.boot.autoconfigure.handler;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jhttp.server.NonBlockingHttpHandler;
import io.jhttp.server.file.ChosenFiles;
import io.jhttp.server.http.HttpProblem;
import io.jhttp.spring.boot.autoconfigure.cors.CorsConfigurationSource;
import io.jhttp.spring.boot.autoconfigure.handler.argument.AnnotationText;
import io.jhttp.spring.boot.autoconfigure.handler.content.Compression;
import io.jhttp.spring.boot.autoconfigure.handler.content.MessageConverters;
import io.jhttp.spring.boot.autoconfigure.handler.multipart.MultipartOptions;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The handler beans of a context. A duplicate route or a method that cannot answer
 * requests fails the discovery.
 *
 * @see RequestHandler
 */
public final class HandlerBeans {

	private final RouteTable routes;

	private final PathRules pathRules;

	private final List<RouteDescription> descriptions;

	private final Failures failures;

	private final Problems problems;

	private final CrossOrigins crossOrigins;

	private HandlerBeans(List<Route> routes, PathRules pathRules, Failures failures, Problems problems,
			AnnotationText text) {
		this.routes = new RouteTable(routes);
		this.crossOrigins = new CrossOrigins(routes, this.routes, text);
		this.pathRules = pathRules;
		this.descriptions = routes.stream()
			.map((route) -> new RouteDescription(route.verb(), route.pattern().getPatternString(),
					route.method().toString()))
			.toList();
		this.failures = failures;
		this.problems = problems;
	}

	/**
	 * Reads the handler beans, without creating those that are lazy.
	 * @param annotated their names and annotations
	 * @param beanFactory where they are
	 * @param forms how forms are read, and how many bytes content may have that a method
	 * is given as a whole; more is refused with 413
	 * @param asyncTimeout how long a client waits for an asynchronous result
	 * @param files answer with files that methods return
	 * @param pathRules which paths are refused
	 * @param compression sends what methods return
	 * @return the handler beans
	 */
	public static HandlerBeans of(Map<String, RequestHandler> annotated, ConfigurableListableBeanFactory beanFactory,
			MultipartOptions forms, Duration asyncTimeout, ChosenFiles files, PathRules pathRules,
			Compression compression) {
		MessageConverters converters = MessageConverters.of(beanFactory);
		MethodFactory methods = new MethodFactory(beanFactory, converters, forms, asyncTimeout, files, compression);
		Map<HandlerBean, RequestHandler> beans = new LinkedHashMap<>();
		annotated.forEach((name, annotation) -> beans.put(methods.bean(name), annotation));
		Advices advices = new Advices(beanFactory, methods::bean, beans.keySet());
		ExceptionHandlers exceptionHandlers = new ExceptionHandlers(advices, methods);
		RouteDiscovery discovery = new RouteDiscovery(beanFactory, methods, new InitBinders(methods, advices));
		List<Route> routes = new ArrayList<>();
		beans.forEach((bean, annotation) -> {
			routes.addAll(bean.read(() -> discovery.routes(bean, annotation)));
			exceptionHandlers.add(bean, methods);
		});
		Problems problems = Problems.by(converters);
		return new HandlerBeans(routes, pathRules, new Failures(exceptionHandlers, problems), problems,
				new AnnotationText(beanFactory));
	}

	/**
	 * Their routes, for people.
	 * @return one entry for each verb and path
	 */
	public List<RouteDescription> routes() {
		return this.descriptions;
	}

	/**
	 * What errors look like: a problem (RFC 9457) for programs, a page for browsers.
	 * @return what sends them, for a whole server
	 */
	public Problems problems() {
		return this.problems;
	}

	/**
	 * What their {@code @CrossOrigin} annotations allow.
	 * @return a source for their routes
	 */
	public CorsConfigurationSource crossOrigins() {
		return this.crossOrigins;
	}

	/**
	 * Their verbs.
	 * @return methods that at least one of them answers
	 */
	public Set<String> verbs() {
		return this.routes.verbs();
	}

	/**
	 * What answers requests for unknown paths, in the form in which handler beans answer
	 * for what goes wrong.
	 * @return a handler
	 */
	public NonBlockingHttpHandler notFound() {
		return (exchange) -> {
			exchange.route(null);
			try {
				this.pathRules.requireUnambiguous(exchange.request().path());
				this.problems.send(404, "", exchange);
			}
			catch (HttpProblem ex) {
				this.problems.send(ex, exchange);
			}
		};
	}

	/**
	 * What brings requests to the handler beans.
	 * @param fallback answers requests for paths that no handler bean knows
	 * @param knownVerbs the methods that the server answers, beside the registered ones
	 * @return a handler
	 */
	public NonBlockingHttpHandler router(NonBlockingHttpHandler fallback, Set<String> knownVerbs) {
		return new RequestRouter(this.routes, this.pathRules, this.failures, this.problems, fallback, knownVerbs);
	}

}
