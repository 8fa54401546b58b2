package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.jhttp.server.HttpRequest;
import io.jhttp.spring.boot.autoconfigure.security.RequestMatcher;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Matches requests for actuator endpoints, wherever these are: on the port of the
 * application or on one of their own, below whichever base path.
 */
public final class EndpointRequest {

	private EndpointRequest() {
	}

	/**
	 * All endpoints, and the page with links to them.
	 * @return a matcher
	 */
	public static EndpointRequestMatcher toAnyEndpoint() {
		return new EndpointRequestMatcher(Set.of(), Set.of(), true, null);
	}

	/**
	 * Some endpoints.
	 * @param endpoints their classes, such as {@code HealthEndpoint.class}
	 * @return a matcher
	 */
	public static EndpointRequestMatcher to(Class<?>... endpoints) {
		return new EndpointRequestMatcher(ids(endpoints), Set.of(), false, null);
	}

	/**
	 * Some endpoints.
	 * @param endpoints their identifiers, such as {@code health}
	 * @return a matcher
	 */
	public static EndpointRequestMatcher to(String... endpoints) {
		return new EndpointRequestMatcher(ids(endpoints), Set.of(), false, null);
	}

	/**
	 * The page with links to all endpoints.
	 * @return a matcher
	 */
	public static RequestMatcher toLinks() {
		return new EndpointRequestMatcher(Set.of(), null, true, null);
	}

	/**
	 * Paths that endpoints have beside the base path, such as {@code /livez}.
	 * @param namespace the port of the application, or that of management
	 * @param endpoints their classes
	 * @return a matcher
	 */
	public static RequestMatcher toAdditionalPaths(WebServerNamespace namespace, Class<?>... endpoints) {
		return new AdditionalPathsMatcher(namespace, ids(endpoints));
	}

	/**
	 * Paths that endpoints have beside the base path, such as {@code /livez}.
	 * @param namespace the port of the application, or that of management
	 * @param endpoints their identifiers
	 * @return a matcher
	 */
	public static RequestMatcher toAdditionalPaths(WebServerNamespace namespace, String... endpoints) {
		return new AdditionalPathsMatcher(namespace, ids(endpoints));
	}

	private static Set<EndpointId> ids(String... endpoints) {
		Set<EndpointId> ids = new LinkedHashSet<>();
		Arrays.stream(endpoints).map(EndpointId::of).forEach(ids::add);
		return ids;
	}

	private static Set<EndpointId> ids(Class<?>... endpoints) {
		Set<EndpointId> ids = new LinkedHashSet<>();
		for (Class<?> type : endpoints) {
			MergedAnnotation<Endpoint> annotation = MergedAnnotations.from(type).get(Endpoint.class);
			if (!annotation.isPresent()) {
				throw new IllegalArgumentException(type.getName() + " is not marked @Endpoint");
			}
			ids.add(EndpointId.of(annotation.getString("id")));
		}
		return ids;
	}

	/**
	 * The patterns of a listener are found when it is asked for first, as endpoints need
	 * the server.
	 */
	private abstract static class PathsOfListeners implements RequestMatcher, ApplicationContextAware {

		private final Map<String, List<PathPattern>> patterns = new ConcurrentHashMap<>();

		private @Nullable ApplicationContext context;

		@Override
		public void setApplicationContext(ApplicationContext context) {
			this.context = context;
		}

		@Override
		public boolean matches(HttpRequest request, PathContainer path) {
			for (PathPattern pattern : this.patterns.computeIfAbsent(request.listener(), this::patterns)) {
				if (pattern.matches(path)) {
					return true;
				}
			}
			return false;
		}

		private List<PathPattern> patterns(String listener) {
			if (this.context == null) {
				throw new IllegalStateException(
						"EndpointRequest does not know the endpoints. Give it to securityMatcher "
								+ "or requestMatchers itself, not within another RequestMatcher.");
			}
			EndpointPaths endpoints = this.context.getBeanProvider(EndpointPaths.class).getIfAvailable();
			// In web applications they are on another server.
			List<String> paths = (endpoints != null) ? paths(endpoints, listener) : List.of();
			return paths.stream().map(PathPatternParser.defaultInstance::parse).toList();
		}

		abstract List<String> paths(EndpointPaths endpoints, String listener);

	}

	/**
	 * Matches requests for endpoints.
	 */
	public static final class EndpointRequestMatcher extends PathsOfListeners {

		/** Empty for all. */
		private final Set<EndpointId> included;

		/** Null if all are. */
		private final @Nullable Set<EndpointId> excluded;

		private final boolean links;

		private final @Nullable HttpMethod method;

		private EndpointRequestMatcher(Set<EndpointId> included, @Nullable Set<EndpointId> excluded, boolean links,
				@Nullable HttpMethod method) {
			this.included = included;
			this.excluded = excluded;
			this.links = links;
			this.method = method;
		}

		/**
		 * Leaves some endpoints out.
		 * @param endpoints their classes
		 * @return another matcher
		 */
		public EndpointRequestMatcher excluding(Class<?>... endpoints) {
			return excluding(ids(endpoints));
		}

		/**
		 * Leaves some endpoints out.
		 * @param endpoints their identifiers
		 * @return another matcher
		 */
		public EndpointRequestMatcher excluding(String... endpoints) {
			return excluding(ids(endpoints));
		}

		private EndpointRequestMatcher excluding(Set<EndpointId> ids) {
			Set<EndpointId> all = new LinkedHashSet<>(ids);
			if (this.excluded != null) {
				all.addAll(this.excluded);
			}
			return new EndpointRequestMatcher(this.included, all, this.links, this.method);
		}

		/**
		 * Leaves the page with links out.
		 * @return another matcher
		 */
		public EndpointRequestMatcher excludingLinks() {
			return new EndpointRequestMatcher(this.included, this.excluded, false, this.method);
		}

		/**
		 * Restricts it to a method.
		 * @param method the method; {@code GET} stands for {@code HEAD} as well
		 * @return another matcher
		 */
		public EndpointRequestMatcher withHttpMethod(HttpMethod method) {
			return new EndpointRequestMatcher(this.included, this.excluded, this.links, method);
		}

		@Override
		public boolean matches(HttpRequest request, PathContainer path) {
			boolean withMethod = this.method == null || request.methodIs(this.method.name())
					|| (this.method.equals(HttpMethod.GET) && request.methodIs("HEAD"));
			return withMethod && super.matches(request, path);
		}

		@Override
		List<String> paths(EndpointPaths endpoints, String listener) {
			List<String> paths = new ArrayList<>();
			String basePath = endpoints.basePath(listener);
			if (basePath != null && this.excluded != null) {
				Set<EndpointId> ids = new LinkedHashSet<>(this.included.isEmpty() ? endpoints.ids() : this.included);
				ids.removeAll(this.excluded);
				for (EndpointId id : ids) {
					String root = endpoints.root(id);
					if (root != null) {
						paths.add(basePath + (root.isEmpty() ? "" : "/" + root) + "/**");
					}
				}
			}
			String links = this.links ? endpoints.links(listener) : null;
			if (links != null) {
				paths.add(links);
			}
			return paths;
		}

	}

	/**
	 * Matches requests for paths beside the base path.
	 */
	private static final class AdditionalPathsMatcher extends PathsOfListeners {

		private final WebServerNamespace namespace;

		private final Set<EndpointId> ids;

		private AdditionalPathsMatcher(WebServerNamespace namespace, Set<EndpointId> ids) {
			this.namespace = namespace;
			this.ids = ids;
		}

		@Override
		List<String> paths(EndpointPaths endpoints, String listener) {
			boolean management = this.namespace.equals(WebServerNamespace.MANAGEMENT);
			List<String> paths = new ArrayList<>();
			if (management == endpoints.isManagement(listener)) {
				this.ids.forEach((id) -> endpoints.additional(id, this.namespace).forEach(paths::add));
			}
			return paths;
		}

	}

}
