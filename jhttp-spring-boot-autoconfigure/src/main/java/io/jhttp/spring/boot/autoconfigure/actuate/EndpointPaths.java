package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.jhttp.spring.boot.autoconfigure.JhttpListenerProperties;
import io.jhttp.spring.boot.autoconfigure.JhttpListenerProperties.Serves;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;

/**
 * Which paths the endpoints have, on which listener.
 */
final class EndpointPaths {

	private final WebEndpointsSupplier supplier;

	private final ManagementPort port;

	private final Map<String, JhttpListenerProperties> listeners;

	private final String basePath;

	/**
	 * Creates the paths.
	 * @param supplier has the endpoints
	 * @param port where they are
	 * @param listeners all listeners with names
	 * @param basePath of the endpoints
	 */
	EndpointPaths(WebEndpointsSupplier supplier, ManagementPort port, Map<String, JhttpListenerProperties> listeners,
			String basePath) {
		this.supplier = supplier;
		this.port = port;
		this.listeners = listeners;
		this.basePath = basePath;
	}

	/**
	 * What their paths on a listener begin with.
	 * @return null if it has no endpoints
	 */
	@Nullable String basePath(String listener) {
		return switch (this.port.type()) {
			case DISABLED -> null;
			case SAME -> this.basePath;
			case DIFFERENT, LISTENER -> isManagement(listener) ? this.port.basePath() + this.basePath : null;
		};
	}

	boolean isManagement(String listener) {
		JhttpListenerProperties named = this.listeners.get(listener);
		return (named != null) ? named.getServes() == Serves.MANAGEMENT
				: this.port.is(ManagementPort.Type.DIFFERENT) && listener.equals(ManagementPort.LISTENER);
	}

	/** Where the page with links to all endpoints is, or null if there is none. */
	@Nullable String links(String listener) {
		String path = basePath(listener);
		return ("".equals(path)) ? (isManagement(listener) ? "/" : null) : path;
	}

	Set<EndpointId> ids() {
		Set<EndpointId> ids = new LinkedHashSet<>();
		this.supplier.getEndpoints().forEach((endpoint) -> ids.add(endpoint.getEndpointId()));
		return ids;
	}

	/** Below the base path, or null if there is no such endpoint. */
	@Nullable String root(EndpointId id) {
		for (ExposableWebEndpoint endpoint : this.supplier.getEndpoints()) {
			if (endpoint.getEndpointId().equals(id)) {
				return endpoint.getRootPath();
			}
		}
		return null;
	}

	/** Paths beside the base path, such as {@code /livez}. */
	Set<String> additional(EndpointId id, WebServerNamespace namespace) {
		Set<String> paths = new LinkedHashSet<>();
		for (ExposableWebEndpoint endpoint : this.supplier.getEndpoints()) {
			if (endpoint.getEndpointId().equals(id)) {
				paths.addAll(endpoint.getAdditionalPaths(namespace));
			}
		}
		return paths;
	}

}
