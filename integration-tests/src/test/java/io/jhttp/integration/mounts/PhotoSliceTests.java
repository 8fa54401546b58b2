package io.jhttp.integration.mounts;

import java.nio.file.Path;

import io.jhttp.spring.boot.test.autoconfigure.JhttpTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the services of docs/uploads.md and docs/mounts.md without a socket.
 */
@Timeout(value = 60, threadMode = ThreadMode.SAME_THREAD)
@JhttpTest(handlers = { PhotoHandler.class, HandbookHandler.class },
		properties = { "jhttp.directory=classpath:/mounts/static", "jhttp.mounts.photos.hosts=photos.example.com" })
class PhotoSliceTests {

	@TempDir
	static Path photos;

	@Autowired
	private RestTestClient client;

	@DynamicPropertySource
	static void photos(DynamicPropertyRegistry registry) {
		registry.add("photos.directory", photos::toString);
		registry.add("jhttp.mounts.photos.location", photos::toUri);
	}

	@Test
	void whatIsUploadedCanBeDownloaded() {
		MultiValueMap<String, Object> form = new LinkedMultiValueMap<>();
		form.add("title", "Cat");
		form.add("photo", new ByteArrayResource("\0cat".getBytes()) {
			@Override
			public String getFilename() {
				return "../cat.jpg";
			}
		});
		String response = this.client.post()
			.uri("/photos")
			.contentType(MediaType.MULTIPART_FORM_DATA)
			.body(form)
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(String.class)
			.getResponseBody();
		assertThat(response).startsWith("'Cat' has 4 bytes: ");
		this.client.get()
			.uri("/" + response.substring(response.lastIndexOf(' ') + 1).strip())
			.header("Host", "photos.example.com")
			.exchange()
			.expectBody(byte[].class)
			.isEqualTo("\0cat".getBytes());
	}

	@Test
	void filesOfTheClassPathAreServed() {
		this.client.get().uri("/css/site.css").exchange().expectBody(String.class).isEqualTo("body { color: green }\n");
		this.client.get()
			.uri("/handbook/chapter/one.txt")
			.exchange()
			.expectHeader()
			.valueEquals("X-Edition", "3")
			.expectBody(String.class)
			.isEqualTo("Chapter 1\n");
	}

}
