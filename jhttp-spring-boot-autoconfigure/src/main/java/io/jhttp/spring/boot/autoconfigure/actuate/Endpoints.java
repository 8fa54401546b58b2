package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.jhttp.spring.boot.autoconfigure.handler.PathRules;

import org.springframework.boot.actuate.endpoint.web.EndpointLinksResolver;
import org.springframework.boot.actuate.endpoint.web.EndpointMapping;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebOperation;
import org.springframework.boot.actuate.endpoint.web.WebOperationRequestPredicate;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Brings the endpoints that are exposed to the servers that have them.
 */
final class Endpoints {

	private final WebEndpointsSupplier supplier;

	private final EndpointMediaTypes mediaTypes;

	private final EndpointContent content;

	private final boolean discovery;

	private final PathRules pathRules;

	/**
	 * Creates the endpoints.
	 * @param discovery whether there is a page with links to all of them
	 * @param pathRules which paths are refused
	 */
	Endpoints(WebEndpointsSupplier supplier, EndpointMediaTypes mediaTypes, EndpointContent content, boolean discovery,
			PathRules pathRules) {
		this.supplier = supplier;
		this.mediaTypes = mediaTypes;
		this.content = content;
		this.discovery = discovery;
		this.pathRules = pathRules;
	}

	/**
	 * What the server of the application has.
	 * @param basePath of its endpoints
	 */
	List<EndpointRoute> ofApplication(String basePath) {
		List<EndpointRoute> routes = all(basePath, WebServerNamespace.SERVER);
		if (!basePath.isEmpty()) {
			addLinks(routes, basePath);
		}
		return routes;
	}

	/**
	 * What a server has that only endpoints are on.
	 * @param basePath of all of them
	 */
	List<EndpointRoute> ofManagement(String basePath) {
		List<EndpointRoute> routes = all(basePath, WebServerNamespace.MANAGEMENT);
		routes.addAll(additional(WebServerNamespace.MANAGEMENT));
		addLinks(routes, basePath);
		return routes;
	}

	/**
	 * Paths beside the base path, such as {@code /livez}.
	 * @param namespace which server they are for
	 */
	List<EndpointRoute> additional(WebServerNamespace namespace) {
		List<EndpointRoute> routes = new ArrayList<>();
		for (ExposableWebEndpoint endpoint : this.supplier.getEndpoints()) {
			for (WebOperation operation : endpoint.getOperations()) {
				if (operation.getRequestPredicate().getMatchAllRemainingPathSegmentsVariable() != null) {
					endpoint.getAdditionalPaths(namespace)
						.forEach((path) -> routes.add(route(path, operation, namespace)));
				}
			}
		}
		return routes;
	}

	/** What finds one of them for a request. */
	EndpointRoutes routes(List<EndpointRoute> routes) {
		return new EndpointRoutes(routes, this.pathRules);
	}

	private List<EndpointRoute> all(String basePath, WebServerNamespace namespace) {
		EndpointMapping mapping = new EndpointMapping(basePath);
		List<EndpointRoute> routes = new ArrayList<>();
		for (ExposableWebEndpoint endpoint : this.supplier.getEndpoints()) {
			for (WebOperation operation : endpoint.getOperations()) {
				String path = mapping.createSubPath(operation.getRequestPredicate().getPath());
				routes.add(route(path.isEmpty() ? "/" : path, operation, namespace));
			}
		}
		return routes;
	}

	private EndpointRoute route(String path, WebOperation operation, WebServerNamespace namespace) {
		WebOperationRequestPredicate predicate = operation.getRequestPredicate();
		return EndpointRoute.of(pattern(path), predicate, new OperationResponse(operation, namespace, this.content));
	}

	private void addLinks(List<EndpointRoute> routes, String basePath) {
		if (this.discovery) {
			Collection<ExposableWebEndpoint> endpoints = this.supplier.getEndpoints();
			routes.add(new EndpointRoute(pattern(basePath.isEmpty() ? "/" : basePath), "GET", List.of(),
					EndpointRoute.mediaTypes(this.mediaTypes.getProduced()),
					new LinksResponse(new EndpointLinksResolver(endpoints, basePath), this.content)));
		}
	}

	private static PathPattern pattern(String path) {
		return PathPatternParser.defaultInstance.parse(path);
	}

}
