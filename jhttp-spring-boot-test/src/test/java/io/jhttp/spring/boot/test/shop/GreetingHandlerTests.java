package io.jhttp.spring.boot.test.shop;

import io.jhttp.spring.boot.autoconfigure.server.JhttpServer;
import io.jhttp.spring.boot.test.autoconfigure.JhttpTest;
import io.jhttp.spring.boot.test.client.InProcessClientHttpRequestFactory;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for a slice with one handler bean.
 */
@JhttpTest(GreetingHandler.class)
class GreetingHandlerTests {

	@Autowired
	private RestTestClient client;

	@Autowired
	private InProcessClientHttpRequestFactory factory;

	@Autowired
	private ApplicationContext context;

	@MockitoBean
	private GreetingService greetings;

	@Test
	void serviceIsReplaced() {
		given(this.greetings.greet("you")).willReturn("Good evening, you!");
		this.client.get()
			.uri("/greetings/you")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Good evening, you!");
	}

	@Test
	void filterAndFormOfErrorsAreThoseOfTheApplication() {
		this.client.get()
			.uri("/books/1")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectHeader()
			.valueEquals("Shop", "open")
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void contentIsConvertedAndValidated() {
		this.client.post()
			.uri("/greetings")
			.body(new GreetingHandler.Greeting("Hi"))
			.exchange()
			.expectBody()
			.json("{\"text\": \"Hi\"}");
		this.client.post()
			.uri("/greetings")
			.body(new GreetingHandler.Greeting(" "))
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectBody()
			.jsonPath("$.errors[0].field")
			.isEqualTo("text");
	}

	@Test
	void contextHasNothingElse() {
		assertThat(this.context.getBeansOfType(GreetingHandler.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(ShopFilter.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(ShopAdvice.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(Isbn.FromText.class)).hasSize(1);
		assertThat(this.context.getBeansOfType(BookHandler.class)).isEmpty();
		assertThat(this.context.getBeansOfType(Stock.class)).isEmpty();
	}

	@Test
	void serverHasNoSocket() {
		assertThat(this.context.getBean(JhttpServer.class).isRunning()).isTrue();
		assertThat(this.context.getBean(JhttpServer.class).usesSockets()).isFalse();
	}

	@Test
	void otherClientsHaveTheFactory() {
		given(this.greetings.greet("me")).willReturn("Hi");
		assertThat(RestTestClient.bindToServer(this.factory).build().get().uri("/greetings/them").exchange())
			.isNotNull();
		RestClient rest = RestClient.builder().requestFactory(this.factory).build();
		assertThat(rest.get().uri("/greetings/me").retrieve().body(String.class)).isEqualTo("Hello, stranger!");
	}

}
