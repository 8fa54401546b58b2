package io.jhttp.spring.boot.test.shop;

import java.util.concurrent.CompletableFuture;

import io.jhttp.spring.boot.test.autoconfigure.JhttpTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Bean;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.test.context.support.WithAnonymousUser;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.security.test.context.support.WithUserDetails;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Tests that the user of a test makes its requests.
 */
@JhttpTest(handlers = GreetingHandler.class,
		properties = { "jhttp.auth.users.someone={noop}secret", "jhttp.auth.rules[0].pattern=/greetings/me",
				"jhttp.auth.rules[0].access=anonymous", "jhttp.auth.rules[1].pattern=/**",
				"jhttp.auth.rules[1].access=authenticated" })
class TestUserTests {

	@Autowired
	private RestTestClient client;

	@MockitoBean
	private GreetingService greetings;

	private void expectGreeting(String greeting) {
		this.client.get()
			.uri("/greetings/me")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo(greeting);
	}

	@Test
	@WithMockUser("alice")
	void handlersKnowTheUser() {
		expectGreeting("Hello, alice!");
		expectGreeting("Hello, alice!");
	}

	@Test
	@WithMockUser("alice")
	void userIsLetIn() {
		this.client.get().uri("/greetings/you").exchange().expectStatus().isNoContent();
	}

	@Test
	@WithMockUser("alice")
	void userIsOfTheThreadOfTheTestOnly() {
		CompletableFuture.runAsync(() -> expectGreeting("Hello, stranger!")).join();
	}

	@Test
	@WithUserDetails("bob")
	void userOfTheApplicationIsFound() {
		expectGreeting("Hello, bob!");
	}

	@Test
	@WithAnonymousUser
	void anonymousUserIsNone() {
		expectGreeting("Hello, stranger!");
	}

	@Test
	void withoutAUserCredentialsAreAskedFor() {
		expectGreeting("Hello, stranger!");
		this.client.get()
			.uri("/greetings/you")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.exists("WWW-Authenticate");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Users {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername("bob").password("{noop}x").build());
		}

	}

}
