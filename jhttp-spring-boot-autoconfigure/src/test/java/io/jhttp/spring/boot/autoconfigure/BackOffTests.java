package io.jhttp.spring.boot.autoconfigure;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jhttp.server.HttpHandler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.actuate.web.exchanges.InMemoryHttpExchangeRepository;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.SimpleThreadScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what makes each bean of ours be there or not, with all auto-configurations
 * that an application would have: a bean of the application takes its place, properties
 * leave it out.
 */
class BackOffTests {

	/** Its security for servlets needs some that are not here. */
	private static final String WITHOUT_SERVLETS = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner(DefinedOnlyContext::new)
		.withUserConfiguration(Application.class)
		.withPropertyValues("jhttp.access-log.enabled=true", "jhttp.ssl.redirect-from-port=0",
				"management.server.port=0", "management.endpoints.web.exposure.include=*",
				"spring.security.user.password=secret");

	@Test
	void beansOfTheApplicationTakeThePlacesOfOurs() {
		assertGiveWay(beans());
	}

	@ParameterizedTest
	@MethodSource("beans")
	@Tag("exhaustive")
	void beanOfTheApplicationTakesThePlaceOfOurs(OurBean ours) {
		assertGiveWay(List.of(ours));
	}

	/** Several of these may be there; those of the application come beside ours. */
	@Test
	void onlyFiltersMappersConvertersAndWarningsDoNotGiveWay() {
		assertThat(methods(Bean.class).filter((method) -> !method.isAnnotationPresent(ConditionalOnMissingBean.class)))
			.extracting(Method::getName)
			.containsExactlyInAnyOrder("webEndpointPathMapper", "webExposeExcludePropertyEndpointFilter",
					"webAccessPropertiesOperationFilter", "jhttpServerUriTagFilter", "jhttpStartWarnings",
					"jhttpUnencryptedPasswords", "jhttpOwnServer", "jhttpPathToStringConverter");
	}

	private void assertGiveWay(List<OurBean> beans) {
		this.contextRunner.run((context) -> assertThat(context.getBeanDefinitionNames())
			.contains(beans.stream().map(OurBean::name).toArray(String[]::new)));
		this.contextRunner
			.withInitializer((context) -> beans.forEach((ours) -> ((BeanDefinitionRegistry) context.getBeanFactory())
				.registerBeanDefinition(ours.nameOfTheirs(), new RootBeanDefinition(ours.type()))))
			.run((context) -> beans.forEach((ours) -> {
				String name = ours.nameOfTheirs();
				assertThat(context.getBeanFactory().getBeanDefinition(name).getFactoryMethodName()).isNull();
				assertThat(context.getBeanNamesForType(ours.type(), true, false)).contains(name);
				if (!name.equals(ours.name())) {
					assertThat(context.getBeanDefinitionNames()).doesNotContain(ours.name());
				}
			}));
	}

	// Other conditions

	@ParameterizedTest
	@CsvSource({ "jhttp.access-log.enabled=false, jhttpAccessLog",
			"management.server.port=8000, jhttpManagementEndpoints",
			"management.httpexchanges.recording.enabled=false, jhttpExchangeRecorder",
			"management.endpoints.web.exposure.exclude=mappings, jhttpMappingDescriptionProvider",
			"management.endpoints.web.exposure.exclude=health, healthEndpointWebExtension",
			"management.health.jhttp.enabled=false, jhttpHealthIndicator" })
	void propertyLeavesBeansOutAndNoOthers(String property, String beans) {
		Set<String> left = new TreeSet<>();
		this.contextRunner.run((context) -> left.addAll(ours(context)));
		this.contextRunner.withPropertyValues(property).run((context) -> left.removeAll(ours(context)));
		assertThat(left).containsExactlyInAnyOrder(beans.split(" "));
	}

	@Test
	void disabledServerLeavesNothing() {
		this.contextRunner.withPropertyValues("jhttp.enabled=false")
			.run((context) -> assertThat(ours(context)).isEmpty());
	}

	@Test
	void bootDoesInAWebApplicationWhatItDoesNotInOthers() {
		Set<String> left = new TreeSet<>();
		this.contextRunner.run((context) -> left.addAll(ours(context)));
		// What makes Boot take a context for one of a web application
		this.contextRunner.withPropertyValues(WITHOUT_SERVLETS)
			.withInitializer((context) -> context.getBeanFactory().registerScope("session", new SimpleThreadScope()))
			.run((context) -> left.removeAll(ours(context)));
		assertThat(left).containsExactlyInAnyOrder("endpointMediaTypes", "healthEndpointWebExtension",
				"jhttpApplicationEndpoints", "jhttpEndpointPaths", "jhttpEndpoints", "jhttpManagementEndpoints",
				"jhttpUserDetailsManager", "webAccessPropertiesOperationFilter", "webEndpointDiscoverer",
				"webEndpointPathMapper", "webExposeExcludePropertyEndpointFilter");
	}

	@Test
	void handlerOfTheApplicationLeavesNoFilesToMeasure() {
		this.contextRunner.withBean(HttpHandler.class, () -> (exchange) -> {
		}).run((context) -> assertThat(ours(context)).doesNotContain("jhttpHandler", "jhttpFileCacheMetrics"));
	}

	@Test
	void exchangesAreRecordedIfThereIsWhereTo() {
		new ApplicationContextRunner(DefinedOnlyContext::new).withUserConfiguration(WithoutBeans.class)
			.run((context) -> assertThat(ours(context)).contains("jhttpServer")
				.doesNotContain("jhttpExchangeRecorder"));
	}

	/** Names of beans that a method of ours makes. */
	private static Set<String> ours(AssertableApplicationContext context) {
		return Arrays.stream(context.getBeanDefinitionNames())
			.filter((name) -> context.getBeanFactory()
				.getBeanDefinition(name) instanceof AnnotatedBeanDefinition definition
					&& definition.getFactoryMethodMetadata() != null
					&& definition.getFactoryMethodMetadata().getDeclaringClassName().startsWith("io.jhttp.")
					&& !definition.getFactoryMethodMetadata().getDeclaringClassName().contains("Tests"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	static List<OurBean> beans() {
		return methods(ConditionalOnMissingBean.class).map(OurBean::new).toList();
	}

	/** Also those of configurations that are added later. */
	private static Stream<Method> methods(Class<? extends Annotation> annotation) {
		return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.jhttp.spring.boot.autoconfigure")
			.stream()
			.flatMap((type) -> Arrays.stream(type.reflect().getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(annotation));
	}

	/**
	 * A bean that is there only if there is no other.
	 */
	record OurBean(Method method) {

		String name() {
			return this.method.getName();
		}

		/** The condition asks for it, or for any bean of the type. */
		String nameOfTheirs() {
			String[] names = condition().name();
			return (names.length > 0) ? names[0] : "theirs:" + name();
		}

		Class<?> type() {
			Class<?>[] types = condition().value();
			return (types.length > 0) ? types[0] : this.method.getReturnType();
		}

		private ConditionalOnMissingBean condition() {
			return this.method.getAnnotation(ConditionalOnMissingBean.class);
		}

		@Override
		public String toString() {
			return name();
		}

	}

	/**
	 * Knows what beans there would be, and creates none.
	 */
	static class DefinedOnlyContext extends AnnotationConfigApplicationContext {

		@Override
		protected void finishBeanFactoryInitialization(ConfigurableListableBeanFactory beanFactory) {
			beanFactory.freezeConfiguration();
		}

		@Override
		protected void finishRefresh() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class WithoutBeans {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		HttpExchangeRepository exchanges() {
			return new InMemoryHttpExchangeRepository();
		}

	}

}
