package io.jhttp.spring.boot.autoconfigure.handler;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.HttpVerb;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.RootClassFilter;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.context.annotation.Scope;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.annotation.AliasFor;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how handler methods are found, over the wire.
 */
class HandlerDiscoveryTests {

	@Test
	void annotationsOfAnInterfaceCountBehindAProxyOfIt() {
		HandlerServer.run(InterfaceProxyConfiguration.class, (client, context) -> {
			assertThat(AopUtils.isJdkDynamicProxy(context.getBean("contract"))).isTrue();
			assertThat(client.send("GET", "/contract/7")).endsWith("contract 7, intercepted");
		});
	}

	@Test
	void binderThatNothingCallsFailsTheStart() {
		HandlerServer.runner()
			.withUserConfiguration(Binding.class)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidHandlerMethodException.class)
				.hasMessageContaining("Binding.init() cannot answer requests: it is marked @InitBinder"));
	}

	@RequestHandler
	static class Binding {

		@InitBinder
		void init() {
		}

		@Get
		String get() {
			return "";
		}

	}

	@Test
	void typeVariablesOfASuperclassAreThoseOfTheBean() {
		HandlerServer.run(Pets.class, (client, context) -> {
			assertThat(client.send("POST", "/pets", "{\"name\":\"Rex\"}".getBytes(StandardCharsets.UTF_8),
					"Content-Type: application/json"))
				.endsWith("{\"name\":\"Rex\"}");
			assertThat(client.send("GET", "/pets/7")).endsWith("id 7 of 7");
		});
	}

	@Test
	void annotationOfTheApplicationMarksClassesAndMethods() {
		HandlerServer.run(ApiConfiguration.class, (client, context) -> {
			assertThat(client.send("GET", "/api/class")).endsWith("by class");
			assertThat(client.send("GET", "/api/method")).endsWith("by method");
		});
	}

	@Test
	void aliasesOfAComposedAnnotationGiveVerbPathAndMediaTypes() {
		HandlerServer.run(Aliased.class, (client, context) -> {
			assertThat(client.send("SPAM", "/aliased/x")).contains("text/csv").endsWith("spam");
			assertThat(client.send("GET", "/aliased/page")).contains("text/html").endsWith("page");
			assertThat(client.send("SPAM", "/aliased/SPAM")).startsWith("HTTP/1.1 404 ");
		});
	}

	@Test
	void overrideThatIsAnnotatedItselfDoesNotInherit() {
		HandlerServer.run(Overriding.class, (client, context) -> {
			assertThat(client.send("GET", "/new")).endsWith("new");
			assertThat(client.send("GET", "/old")).startsWith("HTTP/1.1 404 ");
			assertThat(client.send("GET", "/kept")).endsWith("overridden");
		});
	}

	@Test
	void beanOfAScopeThatIsRegisteredIsAskedForByEachRequest() {
		HandlerServer.run(ScopedConfiguration.class, (client, context) -> {
			assertThat(client.send("GET", "/scoped")).startsWith("HTTP/1.1 200 ");
			assertThat(client.send("GET", "/scoped")).startsWith("HTTP/1.1 200 ");
		});
	}

	@Test
	void defaultMethodOfAnInterfaceAnswers() {
		HandlerServer.run(Defaulted.class,
				(client, context) -> assertThat(client.send("GET", "/defaulted/ping")).endsWith("pong"));
	}

	interface Contract {

		@Get("/{id}")
		String get(@PathVariable int id);

	}

	@RequestHandler("/contract")
	static class ContractHandler implements Contract {

		@Override
		public String get(int id) {
			return "contract " + id;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceProxyConfiguration {

		@Bean
		ContractHandler contract() {
			return new ContractHandler();
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static DefaultAdvisorAutoProxyCreator proxies() {
			return new DefaultAdvisorAutoProxyCreator();
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static DefaultPointcutAdvisor advisor() {
			MethodInterceptor interceptor = (invocation) -> invocation.proceed() + ", intercepted";
			return new DefaultPointcutAdvisor(new ComposablePointcut(new RootClassFilter(ContractHandler.class)),
					interceptor);
		}

	}

	abstract static class Crud<T, I> {

		@Post
		T create(@RequestBody T created) {
			return created;
		}

		@Get("/{id}")
		String get(@PathVariable I id) {
			return "id " + id + " of " + next(id);
		}

		abstract I next(I id);

	}

	record Pet(String name) {
	}

	@RequestHandler("/pets")
	static class Pets extends Crud<Pet, Integer> {

		@Override
		Integer next(Integer id) {
			return id + 0;
		}

	}

	@HttpVerb("GET")
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Mapping {

		@AliasFor(annotation = HttpVerb.class, attribute = "value")
		String[] value() default "GET";

		@AliasFor(annotation = HttpVerb.class, attribute = "path")
		String[] at();

		@AliasFor(annotation = HttpVerb.class, attribute = "produces")
		String[] as();

	}

	@Get
	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Page {

		@AliasFor(annotation = Get.class, attribute = "value")
		String[] route();

		String[] produces() default "text/html";

	}

	@RequestHandler("/aliased")
	static class Aliased {

		@Mapping(value = "SPAM", at = "/x", as = "text/csv")
		String spam() {
			return "spam";
		}

		@Page(route = "/page")
		String page() {
			return "page";
		}

	}

	abstract static class Base {

		@Get("/old")
		String replaced() {
			return "old";
		}

		@Get("/kept")
		String kept() {
			return "kept";
		}

	}

	@RequestHandler
	static class Overriding extends Base {

		@Override
		@Get("/new")
		String replaced() {
			return "new";
		}

		@Override
		String kept() {
			return "overridden";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(Scoped.class)
	static class ScopedConfiguration {

		@Bean
		static CustomScopeConfigurer scopes() {
			CustomScopeConfigurer scopes = new CustomScopeConfigurer();
			scopes.addScope("thread", new SimpleThreadScope());
			return scopes;
		}

	}

	@RequestHandler("/scoped")
	@Scope("thread")
	static class Scoped {

		@Get
		String get() {
			return "scoped";
		}

	}

	interface Ping {

		@Get("/ping")
		default String ping() {
			return "pong";
		}

	}

	@RequestHandler("/defaulted")
	static class Defaulted implements Ping {

	}

	@RequestHandler
	@Retention(RetentionPolicy.RUNTIME)
	@interface Api {

		@AliasFor(annotation = RequestHandler.class, attribute = "value")
		String[] paths();

	}

	@Configuration(proxyBeanMethods = false)
	@Import(ByClass.class)
	static class ApiConfiguration {

		@Bean
		@Api(paths = "/api/method")
		ByMethod byMethod() {
			return new ByMethod();
		}

	}

	@Api(paths = "/api/class")
	static class ByClass {

		@Get
		String get() {
			return "by class";
		}

	}

	static class ByMethod {

		@Get
		String get() {
			return "by method";
		}

	}

}
