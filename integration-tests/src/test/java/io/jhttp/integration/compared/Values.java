package io.jhttp.integration.compared;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.handler.RequestHandler;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.MultiValueMap;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The compared application: where values of requests come from.
 */
@RequestHandler
@RestController
class Values {

	@Get("/text/{name}")
	@GetMapping("/text/{name}")
	String text(@PathVariable String name) {
		return "name=" + name;
	}

	@Get("/numbers/{n}")
	@GetMapping("/numbers/{n}")
	String number(@PathVariable int n) {
		return "n=" + n;
	}

	@Get("/units/{count:\\d+}/{unit}")
	@GetMapping("/units/{count:\\d+}/{unit}")
	String unit(@PathVariable("count") long number, @PathVariable TimeUnit unit) {
		return number + " " + unit;
	}

	@Get("/rest/{*path}")
	@GetMapping("/rest/{*path}")
	String rest(@PathVariable String path) {
		return "path=" + path;
	}

	@Get("/variables/{a}/{b}")
	@GetMapping("/variables/{a}/{b}")
	String variables(@PathVariable Map<String, String> variables) {
		return new TreeMap<>(variables).toString();
	}

	@Get("/query")
	@GetMapping("/query")
	String query(@RequestParam String q) {
		return "q=" + q;
	}

	@Get("/query/default")
	@GetMapping("/query/default")
	String defaulted(@RequestParam(defaultValue = "5") @Min(1) @Max(9) int n) {
		return "n=" + n;
	}

	@Get("/query/optional")
	@GetMapping("/query/optional")
	String optional(@RequestParam Optional<String> a, @RequestParam(required = false) Integer b) {
		return a + " " + b;
	}

	@Get("/query/list")
	@GetMapping("/query/list")
	String list(@RequestParam List<Integer> n) {
		return n.toString();
	}

	@Get("/query/map")
	@GetMapping("/query/map")
	String map(@RequestParam Map<String, String> all) {
		return new TreeMap<>(all).toString();
	}

	@Get("/query/multi")
	@GetMapping("/query/multi")
	String multi(@RequestParam MultiValueMap<String, String> all) {
		return new TreeMap<>(all).toString();
	}

	@Get("/query/date")
	@GetMapping("/query/date")
	String date(@RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day) {
		return day.plusDays(1).toString();
	}

	@Get("/query/flag")
	@GetMapping("/query/flag")
	String flag(@RequestParam boolean on) {
		return "on=" + on;
	}

	@Get("/query/resolved")
	@GetMapping("/query/resolved")
	String resolved(@RequestParam("${compared.name}") String name, @RequestParam(defaultValue = "#{1 + 1}") int two) {
		return name + " " + two;
	}

	@Get("/header")
	@GetMapping("/header")
	String header(@RequestHeader("X-One") String one) {
		return "one=" + one;
	}

	@Get("/header/list")
	@GetMapping("/header/list")
	String headers(@RequestHeader("X-Many") List<String> many) {
		return many.toString();
	}

	@Get("/header/all")
	@GetMapping("/header/all")
	String allHeaders(@RequestHeader HttpHeaders headers) {
		return headers.getFirst("X-One") + " " + headers.getOrEmpty("X-Many");
	}

	@Get("/cookie")
	@GetMapping("/cookie")
	String cookie(@CookieValue String session) {
		return "session=" + session;
	}

	@Get("/cookie/default")
	@GetMapping("/cookie/default")
	String cookie(@CookieValue(defaultValue = "7") int count) {
		return "count=" + count;
	}

	@Get("/request")
	@GetMapping("/request")
	String request(UriComponentsBuilder uri, HttpMethod method, Locale locale) {
		return method + " " + uri.path("/a").toUriString() + " " + locale;
	}

	@Get("/search")
	@GetMapping("/search")
	String search(@Valid @ModelAttribute Search search) {
		return search.toString();
	}

	@Get("/search/{text}/unmarked")
	@GetMapping("/search/{text}/unmarked")
	String unmarked(Search search) {
		return search.toString();
	}

	@Post("/search")
	@PostMapping("/search")
	String errors(@Valid @ModelAttribute Search search, BindingResult result) {
		return result.getFieldErrors().stream().map(FieldError::getField).sorted().collect(Collectors.joining(","));
	}

	/**
	 * What is searched for.
	 *
	 * @param text a text
	 * @param page which page
	 * @param agent of a name that a header field has, too
	 */
	record Search(@NotBlank String text, @Min(1) int page, String agent) {
	}

}
