package io.jhttp.spring.boot.webflux.autoconfigure;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the generated metadata, {@link JhttpWebServerProperties} and the page for
 * users tell the same.
 */
class ConfigurationMetadataTests {

	private static final Pattern ROW = Pattern.compile("^\\| `(server\\.jhttp\\.[^`]*)` \\| (.*?) ?\\| (.*\\.) \\|$",
			Pattern.MULTILINE);

	private final ConversionService conversionService = ApplicationConversionService.getSharedInstance();

	private static List<Map<String, Object>> properties() throws Exception {
		try (InputStream metadata = JhttpWebServerProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonPath.read(new String(metadata.readAllBytes(), StandardCharsets.UTF_8), "$.properties[*]");
		}
	}

	@Test
	void eachPropertyIsDescribed() throws Exception {
		assertThat(properties()).hasSizeGreaterThan(15)
			.allSatisfy((property) -> assertThat((String) property.get("description")).doesNotStartWith("The ")
				.endsWith("."));
	}

	@Test
	void pageHasEachPropertyWithItsRealDefault() throws Exception {
		BeanWrapper defaults = new BeanWrapperImpl(new JhttpWebServerProperties());
		Map<String, Object> shown = new TreeMap<>();
		ROW.matcher(Files.readString(Path.of("../docs/webflux.md")))
			.results()
			.forEach((row) -> shown.put(row.group(1), row.group(2).replace("`", "")));
		assertThat(shown).containsOnlyKeys(properties().stream().map((each) -> (String) each.get("name")).toList());
		assertThat(shown.remove("server.jhttp.event-loops")).isEqualTo("as many as processors");
		shown.forEach((name, value) -> {
			String path = path(name.substring("server.jhttp.".length()));
			TypeDescriptor type = defaults.getPropertyTypeDescriptor(path);
			assertThat(this.conversionService.convert(value, TypeDescriptor.valueOf(String.class), type)).as(name)
				.isEqualTo(defaults.getPropertyValue(path));
		});
	}

	private static String path(String name) {
		String[] words = name.split("-");
		StringBuilder path = new StringBuilder(words[0]);
		for (int i = 1; i < words.length; i++) {
			path.append(StringUtils.capitalize(words[i]));
		}
		return path.toString();
	}

}
