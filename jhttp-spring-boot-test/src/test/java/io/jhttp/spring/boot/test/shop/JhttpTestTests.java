package io.jhttp.spring.boot.test.shop;

import io.jhttp.spring.boot.test.autoconfigure.AutoConfigureJhttp;
import io.jhttp.spring.boot.test.autoconfigure.JhttpTest;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what the annotations choose.
 */
class JhttpTestTests {

	private static ApplicationContext context(Class<?> testClass) {
		return new TestContextManager(testClass).getTestContext().getApplicationContext();
	}

	@Test
	void withoutANameThereAreAllHandlers() {
		ApplicationContext context = context(All.class);
		assertThat(context.getBeansOfType(GreetingHandler.class)).hasSize(1);
		assertThat(context.getBeansOfType(BookHandler.class)).hasSize(1);
		assertThat(context.getBeansOfType(Stock.class)).isEmpty();
	}

	@Test
	void filtersAddAndRemoveComponents() {
		ApplicationContext context = context(Chosen.class);
		assertThat(context.getBeansOfType(Stock.class)).hasSize(1);
		assertThat(context.getBeansOfType(ShopFilter.class)).isEmpty();
		assertThat(context.getBeansOfType(BookHandler.class)).hasSize(1);
		assertThat(context.getBeansOfType(MessageSourceAutoConfiguration.class)).isEmpty();
		assertThat(context.getEnvironment().getProperty("jhttp.server-header")).isEqualTo("shop");
	}

	@Test
	void withoutDefaultsThereIsWhatTheTestNames() {
		ApplicationContext context = context(Bare.class);
		assertThat(context.getBeansOfType(BookHandler.class)).isEmpty();
		assertThat(context.getBeansOfType(ShopAdvice.class)).isEmpty();
		assertThat(context.getBeansOfType(Stock.class)).hasSize(1);
	}

	@Test
	void contextOfEqualTestsIsShared() {
		assertThat(context(All.class)).isSameAs(context(Same.class)).isNotSameAs(context(Bare.class));
	}

	@Test
	void testCannotHaveAPortAndNone() {
		assertThatIllegalStateException().isThrownBy(() -> context(Contradicting.class))
			.withMessage("The server of " + Contradicting.class.getName() + " cannot have a port and be without a "
					+ "socket. Remove webEnvironment = RANDOM_PORT from @SpringBootTest, or @AutoConfigureJhttp.");
	}

	@Test
	void fullContextHasAClientToo() {
		ApplicationContext context = context(Full.class);
		assertThat(context.getBeansOfType(Stock.class)).hasSize(1);
		RestTestClient client = context.getBean(RestTestClient.class);
		client.get().uri("/greetings/you").exchange().expectBody(String.class).isEqualTo("Hello, you!");
	}

	@JhttpTest
	@Import(GreetingService.class)
	static class All {

	}

	@JhttpTest
	@Import(GreetingService.class)
	static class Same {

	}

	@JhttpTest(handlers = BookHandler.class, properties = "jhttp.server-header=shop",
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Stock.class),
			excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = ShopFilter.class),
			excludeAutoConfiguration = MessageSourceAutoConfiguration.class)
	static class Chosen {

	}

	@JhttpTest(useDefaultFilters = false,
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Stock.class))
	static class Bare {

	}

	@SpringBootTest(webEnvironment = WebEnvironment.NONE)
	@AutoConfigureJhttp
	@AutoConfigureRestTestClient
	static class Full {

	}

	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
	@AutoConfigureJhttp
	static class Contradicting {

	}

}
