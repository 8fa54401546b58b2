package io.jhttp.spring.boot.autoconfigure.handler;

import java.beans.PropertyEditorSupport;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.jhttp.server.handler.Get;
import io.jhttp.server.handler.Post;
import io.jhttp.spring.boot.autoconfigure.HandlerServer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.validation.BindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.BindParam;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for objects that are made of the parameters of a request, over the wire.
 */
class ModelAttributeTests {

	private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

	private static final String JSON = "Content-Type: application/json";

	private final ApplicationContextRunner validating = HandlerServer.runner()
		.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/search?text=tea&page=2         | Search[text=tea, page=2, since=null]
			/search?text=a%20b&page=1&since=2026-02-03 | Search[text=a b, page=1, since=2026-02-03]
			/search/implied?text=tea&page=2 | Search[text=tea, page=2, since=null]
			/search/optional?text=x&page=2  | Optional[Search[text=x, page=2, since=null]]
			/search/renamed?q=tea           | Renamed[text=tea]
			/search/nested?name=a&at.city=b | Person[name=a, at=Place[city=b, zips=null]]
			/search/nested?name=a&at.city=b&at.zips=1&at.zips=2   | Person[name=a, at=Place[city=b, zips=[1, 2]]]
			/search/nested?name=a&at.city=b&at.zips[]=1&at.zips[]=2 | Person[name=a, at=Place[city=b, zips=[1, 2]]]
			/search/bean?name=a&tags=x,y    | a [x, y] false null
			/search/bean?name=a&_active=on&active=true | a null true null
			/search/bean?!name=other&unknown=1 | other null false null
			/search/bean?name=a&next.name=b | a null false b
			/search/7/variables?name=a      | Variables[id=7, name=a]
			/search/7/variables?id=8&name=a | Variables[id=8, name=a]
			/search/from/x                  | Identified[id=x]
			""")
	void parametersBecomeAnObject(String target, String answer) {
		HandlerServer.run(this.validating, Searches.class,
				(client, context) -> assertThat(client.send("GET", target)).startsWith("HTTP/1.1 200 ")
					.endsWith("\r\n\r\n" + answer));
	}

	@Test
	void fieldsOfAFormBecomeAnObject() {
		HandlerServer.run(this.validating, Searches.class,
				(client, context) -> assertThat(
						client.send("POST", "/search?page=3", bytes("text=%C3%A4+b&since=2026-02-03"), FORM))
					.endsWith("\r\n\r\nSearch[text=\u00e4 b, page=3, since=2026-02-03]"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					/search?text=%20&page=x    | {"field":"page","message":"has a wrong value"},{"field":"text","message":"must not be blank"}
					/search?text=a             | {"field":"page","message":"has a wrong value"}
					/search?text=a&page=0      | {"field":"page","message":"must be greater than or equal to 1"}
					/search/bean?name=a&tags=1&next.name=b&active=perhaps | {"field":"active","message":"is yes or no"}
					/search/group?text=&page=0 | {"field":"text","message":"must not be null"}
					""")
	void invalidParametersAreAProblemWithTheirNames(String target, String errors) {
		HandlerServer.run(this.validating, Searches.class, (client, context) -> {
			String answer = client.send("GET", target);
			if (target.contains("group")) {
				assertThat(answer).startsWith("HTTP/1.1 200 ");
				answer = client.send("GET", "/search/group?page=0");
			}
			assertThat(answer).startsWith("HTTP/1.1 400 ")
				.contains("application/problem+json", "\"detail\":\"Values of the request are invalid.\"",
						"\"errors\":[" + errors + "]");
		});
	}

	@Test
	void methodThatAsksForTheErrorsGetsThem() {
		HandlerServer.run(this.validating, Searches.class, (client, context) -> {
			assertThat(client.send("POST", "/search/errors", bytes("text=&page=0"), FORM))
				.endsWith("page,text page,text");
			assertThat(client.send("POST", "/search/errors", bytes("text=a&page=1"), FORM)).endsWith("\r\n\r\n ");
			assertThat(client.send("POST", "/search/errors?limit=11", bytes("text=&page=0"), FORM))
				.startsWith("HTTP/1.1 400 ")
				.contains("\"errors\":[{\"field\":\"limit\",");
			assertThat(client.send("POST", "/search/content", bytes("{\"text\":\"\",\"page\":1}"), JSON))
				.endsWith("text");
			assertThat(client.send("POST", "/search/content", bytes("{\"text\":"), JSON)).startsWith("HTTP/1.1 400 ");
		});
	}

	@Test
	void exceptionHandlerGetsTheExceptionOfSpringMvc() {
		HandlerServer.run(this.validating, Handling.class, (client, context) -> {
			assertThat(client.send("GET", "/handling?text=a&page=x")).endsWith("search.page typeMismatch");
			assertThat(client.send("GET", "/handling?text=&page=1")).endsWith("search.text NotBlank");
		});
	}

	/** A constructor and the indexes of a list are the words of the client. */
	@ParameterizedTest
	@CsvSource({ "/search/range?low=2&high=1", "/search/bean?list[100000].name=a", "/search/bean?list[x].name=a",
			"/search/bean?list[-1].name=a", "/search/from/%20?low=x" })
	void whatNoObjectCanBeMadeOfIsAMistakeOfTheClient(String target) {
		HandlerServer.run(this.validating, Searches.class,
				(client, context) -> assertThat(client.send("GET", target)).startsWith("HTTP/1.1 400 "));
	}

	@Test
	void binderMethodsOfABeanAndOfAnAdviceConfigureBinders() {
		HandlerServer.run(this.validating, Customized.class, (client, context) -> {
			assertThat(client.send("GET", "/custom?name=a&admin=true")).endsWith("<a> false");
			assertThat(client.send("GET", "/custom?name=spam&admin=true")).startsWith("HTTP/1.1 400 ")
				.contains("\"errors\":[{\"field\":\"name\",\"message\":\"no spam\"}]");
			assertThat(client.send("GET", "/custom/other?name=a&admin=true")).endsWith("<a> true");
			assertThat(client.send("GET", "/custom/value/x?code=y")).endsWith("<x> Code[text=Y] <z>");
			assertThat(client.send("GET", "/custom/value/x?code=bad")).startsWith("HTTP/1.1 400 ")
				.contains("The parameter 'code' has a wrong value.");
			assertThat(client.send("POST", "/custom", bytes("{\"name\":\"spam\"}"), JSON)).startsWith("HTTP/1.1 400 ")
				.contains("\"errors\":[{\"field\":\"name\",\"message\":\"no spam\"}]");
			assertThat(client.send("POST", "/custom", bytes("{\"name\":\"a\"}"), JSON)).endsWith("a");
		});
	}

	@Test
	void withoutAValidatorParametersAreBoundAllTheSame() {
		HandlerServer.run(Customized.class,
				(client, context) -> assertThat(client.send("GET", "/custom?name=a")).endsWith("<a> false"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String fields(Errors errors) {
		return errors.getFieldErrors()
			.stream()
			.map((error) -> error.getField())
			.sorted()
			.collect(Collectors.joining(","));
	}

	interface Late {

	}

	record Search(@NotBlank String text, @Min(1) int page,
			@DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate since) {
	}

	record Grouped(@NotNull(groups = Late.class) String text, @Min(1) int page) {
	}

	record Renamed(@BindParam("q") String text) {
	}

	record Person(String name, Place at) {
	}

	record Place(String city, List<Integer> zips) {
	}

	record Variables(int id, String name) {
	}

	record Range(int low, int high) {

		Range {
			if (low > high) {
				throw new IllegalArgumentException("low > high");
			}
		}

	}

	record Identified(String id) {

		public static Identified valueOf(String id) {
			return new Identified(id);
		}

	}

	static class Node {

		private String name;

		private List<String> tags;

		private boolean active;

		private Node next;

		private List<Node> list;

		String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public void setTags(List<String> tags) {
			this.tags = tags;
		}

		public void setActive(boolean active) {
			this.active = active;
		}

		public Node getNext() {
			return this.next;
		}

		public void setNext(Node next) {
			this.next = next;
		}

		public List<Node> getList() {
			return this.list;
		}

		public void setList(List<Node> list) {
			this.list = list;
		}

		@Override
		public String toString() {
			return this.name + " " + this.tags + " " + this.active + " "
					+ ((this.next != null) ? this.next.name : null);
		}

	}

	@RequestHandler("/search")
	static class Searches {

		@Bean
		MessageSource messageSource() {
			StaticMessageSource messages = new StaticMessageSource();
			messages.addMessage("typeMismatch.node.active", java.util.Locale.getDefault(), "is yes or no");
			return messages;
		}

		@Get
		String search(@Valid @ModelAttribute Search search) {
			return search.toString();
		}

		@Post
		String post(@Valid @ModelAttribute Search search) {
			return search.toString();
		}

		@Get("/implied")
		String implied(Search search) {
			return search.toString();
		}

		@Get("/optional")
		String optional(@ModelAttribute Optional<Search> search) {
			return search.toString();
		}

		@Get("/group")
		String group(@Validated(Late.class) @ModelAttribute Grouped grouped) {
			return grouped.toString();
		}

		@Get("/renamed")
		String renamed(@ModelAttribute Renamed renamed) {
			return renamed.toString();
		}

		@Get("/nested")
		String nested(@ModelAttribute Person person) {
			return person.toString();
		}

		@Get("/bean")
		String bean(@ModelAttribute Node node) {
			return node.toString();
		}

		@Get("/range")
		String range(@ModelAttribute Range range) {
			return range.toString();
		}

		@Get("/{id}/variables")
		String variables(@ModelAttribute Variables variables) {
			return variables.toString();
		}

		@Get("/from/{identified}")
		String from(@ModelAttribute Identified identified, @RequestParam(defaultValue = "1") int low) {
			return identified.toString();
		}

		@Post("/errors")
		String errors(@Valid Search search, BindingResult result, @Valid @ModelAttribute("again") Search again,
				Errors errors, @RequestParam(defaultValue = "1") @Max(10) int limit) {
			return fields(result) + " " + fields(errors);
		}

		@Post("/content")
		String content(@Valid @RequestBody Search search, BindingResult result) {
			return fields(result);
		}

	}

	@RequestHandler("/handling")
	static class Handling {

		@Get
		String search(@Valid @ModelAttribute Search search) {
			return search.toString();
		}

		@ExceptionHandler
		String answer(MethodArgumentNotValidException failure) {
			return failure.getObjectName() + "." + failure.getFieldError().getField() + " "
					+ failure.getFieldError().getCode();
		}

	}

	static class Account {

		private String name;

		private boolean admin;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public void setAdmin(boolean admin) {
			this.admin = admin;
		}

		@Override
		public String toString() {
			return this.name + " " + this.admin;
		}

	}

	interface Code {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ CustomHandler.class, CustomAdvice.class })
	static class Customized {

	}

	@ControllerAdvice(assignableTypes = CustomHandler.class)
	static class CustomAdvice {

		@InitBinder
		void texts(WebDataBinder binder) {
			binder.registerCustomEditor(String.class, editor((text) -> "<" + text + ">"));
		}

	}

	private static PropertyEditorSupport editor(java.util.function.Function<String, Object> reading) {
		return new PropertyEditorSupport() {

			@Override
			public void setAsText(String text) {
				setValue(reading.apply(text));
			}

		};
	}

	record CodeText(String text) implements Code {

		@Override
		public String toString() {
			return "Code[text=" + this.text + "]";
		}

	}

	@RequestHandler("/custom")
	static class CustomHandler {

		@InitBinder("account")
		void accounts(WebDataBinder binder) {
			binder.setDisallowedFields("admin");
			binder.addValidators(new NoSpam());
		}

		@InitBinder("code")
		void codes(WebDataBinder binder) {
			binder.registerCustomEditor(Code.class, editor((text) -> {
				if (text.equals("bad")) {
					throw new IllegalArgumentException();
				}
				return new CodeText(text.toUpperCase(java.util.Locale.ROOT));
			}));
		}

		@Get
		String get(@Valid @ModelAttribute Account account) {
			return account.toString();
		}

		@Get("/other")
		String other(@ModelAttribute("other") Account account) {
			return account.toString();
		}

		@Get("/value/{name}")
		String value(@PathVariable String name, @RequestParam Code code,
				@RequestParam(defaultValue = "z") String text) {
			return name + " " + code + " " + text;
		}

		@Post
		String post(@Valid @RequestBody Account account) {
			return account.getName();
		}

	}

	static class NoSpam implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return type == Account.class;
		}

		@Override
		public void validate(Object target, Errors errors) {
			if (((Account) target).getName().contains("spam")) {
				errors.rejectValue("name", "spam", "no spam");
			}
		}

	}

}
