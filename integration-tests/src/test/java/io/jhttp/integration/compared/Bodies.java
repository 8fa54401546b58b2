package io.jhttp.integration.compared;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonView;
import io.jhttp.server.handler.Patch;
import io.jhttp.server.handler.Post;
import io.jhttp.server.handler.Put;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import jakarta.validation.Valid;

import org.springframework.http.HttpEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The compared application: content of requests.
 */
@RequestHandler
@RestController
class Bodies {

	@Post("/body/text")
	@PostMapping("/body/text")
	String text(@RequestBody String text) {
		return "text=" + text;
	}

	@Post("/body/bytes")
	@PostMapping("/body/bytes")
	String bytes(@RequestBody byte[] bytes) {
		return bytes.length + " " + new String(bytes, StandardCharsets.UTF_8);
	}

	@Post("/body/record")
	@PostMapping("/body/record")
	String record(@Valid @RequestBody Order order) {
		return order.toString();
	}

	@Post("/body/map")
	@PostMapping("/body/map")
	String map(@RequestBody Map<String, Object> map) {
		return new TreeMap<>(map).toString();
	}

	@Post("/body/list")
	@PostMapping("/body/list")
	String list(@RequestBody List<@Valid Order> orders) {
		return orders.size() + " orders";
	}

	@Post("/body/optional")
	@PostMapping("/body/optional")
	String optional(@RequestBody(required = false) String text) {
		return "text=" + text;
	}

	@Post("/body/form")
	@PostMapping("/body/form")
	String form(@RequestParam String a, @RequestParam MultiValueMap<String, String> all) {
		return a + " " + new TreeMap<>(all);
	}

	@Put("/body/entity")
	@PutMapping("/body/entity")
	String entity(HttpEntity<Order> entity) {
		return entity.getHeaders().getContentType() + " " + entity.getBody();
	}

	@Patch(value = "/body/either", consumes = "application/json")
	@PatchMapping(path = "/body/either", consumes = "application/json")
	String json(@RequestBody Order order) {
		return "json " + order.customer();
	}

	@Patch(value = "/body/either", consumes = "text/plain")
	@PatchMapping(path = "/body/either", consumes = "text/plain")
	String plain(@RequestBody String text) {
		return "plain " + text;
	}

	@Post("/body/view")
	@PostMapping("/body/view")
	String view(@JsonView(Order.Shown.class) @RequestBody Order order) {
		return order.toString();
	}

}
