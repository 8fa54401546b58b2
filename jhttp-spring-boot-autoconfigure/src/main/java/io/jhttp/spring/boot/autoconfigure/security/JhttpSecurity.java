package io.jhttp.spring.boot.autoconfigure.security;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import io.jhttp.spring.boot.autoconfigure.cors.CorsConfigurationSource;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.ObservationAuthenticationManager;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.SpringAuthorizationEventPublisher;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.authentication.builders.AuthenticationManagerBuilder;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.userdetails.UserDetailsService;

/**
 * Builds a {@link JhttpSecurityFilterChain}. It is for this server what
 * {@code HttpSecurity} is for servlets, and has the same names for the same things. Each
 * chain has one of its own: the bean of this type is a prototype. There are no sessions,
 * and so neither forms to log in nor what remembers users.
 */
public final class JhttpSecurity {

	private final ApplicationContext context;

	private final AuthenticationManagerBuilder authentication;

	private final AuthorizeHttpRequestsConfigurer requests;

	private final Map<Class<?>, MechanismConfigurer> mechanisms = new LinkedHashMap<>();

	private final AnonymousConfigurer anonymous = new AnonymousConfigurer();

	private final ExceptionHandlingConfigurer exceptions = new ExceptionHandlingConfigurer();

	private final HeadersConfigurer headers = new HeadersConfigurer();

	private final CorsConfigurer cors = new CorsConfigurer();

	private RequestMatcher matcher = PathRequestMatcher.ANY_REQUEST;

	private @Nullable AuthenticationManager manager;

	/**
	 * Creates a builder.
	 * @param context where the beans are that a chain may need
	 * @param authentication builds what verifies credentials
	 */
	public JhttpSecurity(ApplicationContext context, AuthenticationManagerBuilder authentication) {
		this.context = context;
		this.authentication = authentication;
		this.requests = new AuthorizeHttpRequestsConfigurer(context);
	}

	/** Some matchers need what the application has. */
	static void prepare(RequestMatcher matcher, ApplicationContext context) {
		if (matcher instanceof ApplicationContextAware aware) {
			aware.setApplicationContext(context);
		}
	}

	/**
	 * Restricts the chain to some paths. Without this it is about all requests.
	 * @param patterns patterns of paths, such as <code>/api/**</code>
	 * @return this
	 */
	public JhttpSecurity securityMatcher(String... patterns) {
		return securityMatcher(PathsRequestMatcher.of(patterns));
	}

	/**
	 * Restricts the chain to some requests.
	 * @param matcher such as {@code EndpointRequest.toAnyEndpoint()}
	 * @return this
	 */
	public JhttpSecurity securityMatcher(RequestMatcher matcher) {
		prepare(matcher, this.context);
		this.matcher = matcher;
		return this;
	}

	/**
	 * Says who may do what.
	 * @param customizer adds rules
	 * @return this
	 */
	public JhttpSecurity authorizeHttpRequests(Customizer<AuthorizeHttpRequestsConfigurer> customizer) {
		customizer.customize(this.requests);
		return this;
	}

	/**
	 * Accepts names and passwords by HTTP Basic (RFC 7617).
	 * @param customizer says more
	 * @return this
	 */
	public JhttpSecurity httpBasic(Customizer<HttpBasicConfigurer> customizer) {
		customizer.customize(mechanism(HttpBasicConfigurer.class, HttpBasicConfigurer::new));
		return this;
	}

	/**
	 * Accepts bearer tokens (RFC 6750). This needs
	 * {@code spring-boot-starter-security-oauth2-resource-server}.
	 * @param customizer says which kind of tokens
	 * @return this
	 */
	public JhttpSecurity oauth2ResourceServer(Customizer<OAuth2ResourceServerConfigurer> customizer) {
		customizer.customize(mechanism(OAuth2ResourceServerConfigurer.class,
				() -> new OAuth2ResourceServerConfigurer(this.context)));
		return this;
	}

	/**
	 * Accepts certificates of clients, which listeners with {@code client-auth} ask for.
	 * @param customizer says more
	 * @return this
	 */
	public JhttpSecurity x509(Customizer<X509Configurer> customizer) {
		customizer.customize(mechanism(X509Configurer.class, () -> new X509Configurer(this.context)));
		return this;
	}

	private <C extends MechanismConfigurer> C mechanism(Class<C> type, Supplier<C> factory) {
		return type.cast(this.mechanisms.computeIfAbsent(type, (key) -> factory.get()));
	}

	/**
	 * Says how clients without credentials are known.
	 * @param customizer says so
	 * @return this
	 */
	public JhttpSecurity anonymous(Customizer<AnonymousConfigurer> customizer) {
		customizer.customize(this.anonymous);
		return this;
	}

	/**
	 * Says how clients are answered that have no access.
	 * @param customizer says so
	 * @return this
	 */
	public JhttpSecurity exceptionHandling(Customizer<ExceptionHandlingConfigurer> customizer) {
		customizer.customize(this.exceptions);
		return this;
	}

	/**
	 * Says which header fields responses have. By default they have those of
	 * {@code jhttp.security-headers}.
	 * @param customizer says so
	 * @return this
	 */
	public JhttpSecurity headers(Customizer<HeadersConfigurer> customizer) {
		customizer.customize(this.headers);
		return this;
	}

	/**
	 * Says what pages of other origins may do, beside what {@code jhttp.cors},
	 * {@code @CrossOrigin} and beans say, which count without this.
	 * @param customizer says so
	 * @return this
	 */
	public JhttpSecurity cors(Customizer<CorsConfigurer> customizer) {
		customizer.customize(this.cors);
		return this;
	}

	/**
	 * Sets who verifies credentials, in place of the users and providers of the
	 * application.
	 * @param manager verifies them
	 * @return this
	 */
	public JhttpSecurity authenticationManager(AuthenticationManager manager) {
		this.manager = manager;
		return this;
	}

	/**
	 * Adds one who verifies credentials.
	 * @param provider verifies them
	 * @return this
	 */
	public JhttpSecurity authenticationProvider(AuthenticationProvider provider) {
		this.authentication.authenticationProvider(provider);
		return this;
	}

	/**
	 * Adds users.
	 * @param users knows them
	 * @return this
	 */
	public JhttpSecurity userDetailsService(UserDetailsService users) {
		this.authentication.userDetailsService(users);
		return this;
	}

	/**
	 * Builds the chain.
	 * @return a bean for the application
	 */
	public JhttpSecurityFilterChain build() {
		ObservationRegistry registry = this.context.getBeanProvider(ObservationRegistry.class)
			.getIfUnique(() -> ObservationRegistry.NOOP);
		SecurityObservationSettings observed = this.context.getBeanProvider(SecurityObservationSettings.class)
			.getIfUnique(() -> SecurityObservationSettings.withDefaults().build());
		List<AuthenticationMechanism> ready = mechanisms(
				(manager) -> (!registry.isNoop() && observed.shouldObserveAuthentications())
						? new ObservationAuthenticationManager(registry, manager) : manager);
		List<AuthorizationRule> rules = this.requests.rules();
		if (!registry.isNoop() && observed.shouldObserveAuthorizations()) {
			rules = rules.stream().map((rule) -> rule.observed(registry)).toList();
		}
		AuthorizationEventPublisher events = this.context.getBeanProvider(AuthorizationEventPublisher.class)
			.getIfAvailable(() -> new SpringAuthorizationEventPublisher(this.context));
		SecurityContextHolderStrategy holder = this.context.getBeanProvider(SecurityContextHolderStrategy.class)
			.getIfUnique(SecurityContextHolder::getContextHolderStrategy);
		CorsConfigurationSource source = this.cors.source();
		return new JhttpSecurityFilterChain(this.matcher, ready, this.anonymous.token(), rules, events,
				this.exceptions.refusals(ready), this.headers.fields(), source, holder);
	}

	private List<AuthenticationMechanism> mechanisms(Function<AuthenticationManager, AuthenticationManager> observing) {
		this.mechanisms.values().forEach((each) -> each.addProviders(this.authentication));
		AuthenticationManager built = (this.manager != null) ? this.manager : this.authentication.build();
		AuthenticationManager verifying = (built != null) ? observing.apply(built) : null;
		List<AuthenticationMechanism> ready = new ArrayList<>();
		// Who sends credentials wants them to count, also on a connection with a
		// certificate.
		this.mechanisms.values()
			.stream()
			.sorted(Comparator.comparing(MechanismConfigurer::isOfConnection))
			.forEach((each) -> ready.add(each.mechanism(verifying)));
		return ready;
	}

}
