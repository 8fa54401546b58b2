package io.jhttp.integration.secured;

import io.jhttp.spring.boot.test.autoconfigure.JhttpTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.test.context.support.WithMockUser;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * Tests that Spring Security knows the user of a test that has no socket. That user is
 * known in the thread of the test only.
 */
@Timeout(value = 60, threadMode = ThreadMode.SAME_THREAD)
@JhttpTest(properties = { "spring.autoconfigure.exclude=", "myapp.operator.password={noop}secret" })
class SecuredSliceTests {

	@Autowired
	private RestTestClient client;

	private RestTestClient.ResponseSpec delete() {
		return this.client.delete().uri("/api/notes/one").exchange();
	}

	@Test
	@WithMockUser("ann")
	void methodLetsInWhoMay() {
		delete().expectStatus().isNoContent();
	}

	@Test
	@WithMockUser("bob")
	void methodRefusesAnotherUser() {
		delete().expectStatus().isForbidden();
	}

	@Test
	void methodAsksForAUser() {
		delete().expectStatus().isUnauthorized();
	}

	@Test
	@WithMockUser("bob")
	void chainLetsInAUser() {
		this.client.get().uri("/private/none").exchange().expectStatus().isNotFound();
	}

	@Test
	void chainAsksForCredentials() {
		this.client.get()
			.uri("/private/none")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.exists("WWW-Authenticate");
		this.client.get()
			.uri("/private/none")
			.headers((headers) -> headers.setBasicAuth("olga", "secret"))
			.exchange()
			.expectStatus()
			.isNotFound();
	}

	@SpringBootConfiguration
	@EnableMethodSecurity
	@Import({ FileSecurity.class, NoteHandler.class })
	static class Application {

	}

}
