package io.jhttp.spring.boot.autoconfigure.actuate;

import java.net.InetSocketAddress;

import io.jhttp.server.HttpListener;
import io.jhttp.spring.boot.autoconfigure.JhttpProperties;
import io.jhttp.spring.boot.autoconfigure.filter.FilterChain;
import io.jhttp.spring.boot.autoconfigure.handler.PathRules;
import io.jhttp.spring.boot.autoconfigure.handler.Problems;
import io.jhttp.spring.boot.autoconfigure.server.LocalPorts;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.Link;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Serves the endpoints: on the server of the application, or on one of their own.
 */
@Configuration(proxyBeanMethods = false)
@RegisterReflectionForBinding(Link.class)
class EndpointServingConfiguration {

	private final ManagementPort port;

	private final LocalPorts localPorts;

	EndpointServingConfiguration(Environment environment, ApplicationContext context) {
		this.port = ManagementPort.of(environment);
		this.port.requirePossible(environment);
		this.localPorts = new LocalPorts(context);
	}

	@Bean
	@ConditionalOnMissingBean
	Endpoints jhttpEndpoints(WebEndpointsSupplier supplier, EndpointMediaTypes mediaTypes,
			ObjectProvider<EndpointJsonMapper> endpointMapper, ObjectProvider<JsonMapper> applicationMapper,
			WebEndpointProperties properties, JhttpProperties serverProperties) {
		return new Endpoints(supplier, mediaTypes, content(endpointMapper.getIfAvailable(), applicationMapper),
				properties.getDiscovery().isEnabled(), new PathRules(serverProperties.isAllowEncodedSlash()));
	}

	private static EndpointContent content(@Nullable EndpointJsonMapper endpointMapper,
			ObjectProvider<JsonMapper> applicationMapper) {
		JsonMapper mapper = applicationMapper.getIfUnique(() -> JsonMapper.builder().build());
		return new EndpointContent((endpointMapper != null) ? endpointMapper.get() : mapper, mapper);
	}

	@Bean
	@ConditionalOnMissingBean
	EndpointPaths jhttpEndpointPaths(WebEndpointsSupplier supplier, WebEndpointProperties properties,
			JhttpProperties serverProperties) {
		return new EndpointPaths(supplier, this.port, serverProperties.getListeners(), properties.getBasePath());
	}

	@Bean
	@ConditionalOnMissingBean
	ApplicationEndpoints jhttpApplicationEndpoints(ObjectProvider<Endpoints> endpoints,
			WebEndpointProperties properties) {
		return new ApplicationEndpoints(this.port, endpoints, properties.getBasePath(), this.localPorts);
	}

	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnManagementServerCondition.class)
	ManagementEndpoints jhttpManagementEndpoints(ObjectProvider<Endpoints> endpoints, WebEndpointProperties properties,
			JhttpProperties serverProperties, ObjectProvider<SslBundles> bundles, Environment environment,
			ConfigurableListableBeanFactory beanFactory) {
		InetSocketAddress address = this.port.socketAddress();
		HttpListener listener = (address != null) ? HttpListener.of(ManagementPort.LISTENER, address)
			.tls(ManagementSsl.of(environment).options(bundles, serverProperties.getSsl())) : null;
		return new ManagementEndpoints(endpoints, this.port.basePath() + properties.getBasePath(), listener,
				Problems.of(beanFactory), (handler) -> FilterChain.ofSecurity(handler, beanFactory));
	}

}
