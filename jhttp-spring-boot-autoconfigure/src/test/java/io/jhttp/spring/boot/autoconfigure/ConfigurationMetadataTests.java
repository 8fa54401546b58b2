package io.jhttp.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.ObjectUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the generated metadata, {@link JhttpProperties} and the page for users tell
 * the same.
 */
class ConfigurationMetadataTests {

	/** A row of the page, with the name, the default and the explanation. */
	private static final Pattern ROW = Pattern.compile("^\\| `(jhttp\\.[^`]*)` \\| (.*?) ?\\| (.*) \\|$",
			Pattern.MULTILINE);

	/** A property or a group of them, wherever it is named, or a meter. */
	private static final Pattern NAME = Pattern.compile("(?<![\\w.-])jhttp(\\.[a-z][a-z0-9-]*)+");

	/** A row of the table of meters. */
	private static final Pattern METER = Pattern.compile("^\\| `(jhttp\\.[^`]*)` \\| (?:gauge|counter) \\|",
			Pattern.MULTILINE);

	/** Of the access log. */
	private static final String LOGGER = "jhttp.access";

	private static final Set<String> NUMBERS = Set.of(Integer.class.getName(), DataSize.class.getName(),
			Duration.class.getName());

	/** Maps of groups, whose keys are names that users give. */
	private static final Set<String> NAMED = Set.of("jhttp.listeners", "jhttp.client-limits", "jhttp.mounts");

	private final ConversionService conversionService = ApplicationConversionService.getSharedInstance();

	@ParameterizedTest
	@MethodSource("properties")
	void propertyIsDescribed(Property property) {
		assertThat(property.description()).doesNotStartWith("The ").doesNotStartWith("A ").endsWith(".");
	}

	@ParameterizedTest
	@MethodSource("properties")
	void defaultIsTheRealOne(Property property) {
		if (property.name().equals("jhttp.enabled")) {
			// It is a condition only, and no field.
			assertThat(property.defaultValue()).isEqualTo(true);
			return;
		}
		BeanWrapper defaults = new BeanWrapperImpl(new JhttpProperties());
		String path = property.path();
		TypeDescriptor type = defaults.getPropertyTypeDescriptor(path);
		if (property.defaultValue() == null && ObjectUtils.isEmpty(defaults.getPropertyValue(path))) {
			return;
		}
		assertThat(this.conversionService.convert(property.defaultValue(),
				TypeDescriptor.forObject(property.defaultValue()), type))
			.isEqualTo(defaults.getPropertyValue(path));
	}

	@Test
	void pageHasEachPropertyWithItsDefault() throws IOException {
		Map<String, String> expected = new TreeMap<>();
		properties().forEach((property) -> expected.put(property.name(), property.shownDefault()));
		Map<String, String> shown = new TreeMap<>();
		rows().forEach((row) -> {
			// Without a default in the metadata, the page may explain what happens.
			String defaultValue = row.group(2).startsWith("`") ? row.group(2) : "";
			assertThat(shown.put(row.group(1), defaultValue)).as("second row of " + row.group(1)).isNull();
		});
		assertThat(shown).isEqualTo(expected);
	}

	@Test
	void pageExplainsEachProperty() throws IOException {
		assertThat(rows()).allSatisfy((row) -> assertThat(row.group(3)).endsWith("."));
	}

	@Test
	void eachPropertyThatAPageNamesExists() throws IOException {
		List<String> names = properties().stream().map(Property::name).toList();
		Set<String> meters = METER.matcher(Files.readString(Path.of("../docs/observability.md")))
			.results()
			.map((row) -> row.group(1))
			.collect(Collectors.toSet());
		assertThat(meters).hasSizeGreaterThan(5);
		try (Stream<Path> pages = Stream.concat(Stream.of(Path.of("../README.md"), Path.of("../SECURITY.md")),
				Files.list(Path.of("../docs")).filter((page) -> page.toString().endsWith(".md")))) {
			assertThat(pages).allSatisfy((page) -> {
				String content = Files.readString(page);
				assertThat(NAME.matcher(content).results().map(MatchResult::group))
					.filteredOn((name) -> !name.equals(LOGGER) && !meters.contains(name))
					.allMatch((name) -> names.stream()
						.anyMatch((each) -> each.equals(name) || each.startsWith(name + ".")
								|| (NAMED.contains(each) && name.startsWith(each + "."))));
			});
		}
	}

	@Test
	void handlerClassesAreSuggested() throws IOException {
		assertThat(JsonPath.<List<String>>read(metadata(),
				"$.hints[?(@.name == 'jhttp.handler-class')].providers[0].parameters.target"))
			.containsExactly("io.jhttp.server.handler.BaseHttpRequestHandler");
	}

	private static List<MatchResult> rows() throws IOException {
		return ROW.matcher(Files.readString(Path.of("../docs/properties.md"))).results().toList();
	}

	static List<Property> properties() throws IOException {
		List<Map<String, Object>> properties = JsonPath.read(metadata(), "$.properties[*]");
		return properties.stream()
			.map((entry) -> new Property((String) entry.get("name"), (String) entry.get("type"),
					(String) entry.get("description"), entry.get("defaultValue")))
			// Others are Boot's, and stand on the pages of their subjects
			.filter((property) -> property.name().startsWith("jhttp."))
			.toList();
	}

	private static String metadata() throws IOException {
		try (InputStream metadata = JhttpProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/**
	 * A property as the metadata has it.
	 */
	record Property(String name, String type, String description, Object defaultValue) {

		/** Such as {@code threads.queueCapacity}. */
		String path() {
			String[] words = name().substring("jhttp.".length()).split("-");
			StringBuilder path = new StringBuilder(words[0]);
			for (int i = 1; i < words.length; i++) {
				path.append(StringUtils.capitalize(words[i]));
			}
			return path.toString();
		}

		boolean isNumber() {
			return NUMBERS.contains(type());
		}

		String shownDefault() {
			if (defaultValue() == null) {
				return "";
			}
			String value = (defaultValue() instanceof List<?> list)
					? StringUtils.collectionToDelimitedString(list, ", ") : defaultValue().toString();
			return "`" + value + "`";
		}

		@Override
		public String toString() {
			return name();
		}

	}

}
