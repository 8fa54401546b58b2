package io.jhttp.server.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What may come from a client is never markup on an error page.
 */
class ErrorPageTests {

	private static String render(String format, String message, String explain) {
		return new String(ErrorPage.render(format, 404, message, explain), StandardCharsets.UTF_8);
	}

	@Test
	void aDetailIsTheMessageEscapedAndWithoutItsFullStop() {
		String page = new String(ErrorPage.render(400, "<b> & \"c\" 'd' \u00e4."), StandardCharsets.UTF_8);
		assertThat(page).contains("<p>Message: &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; \u00e4.</p>\n"
				+ "<p>Error code explanation: 400 - The request is malformed.</p>");
	}

	@Test
	void withoutADetailTheMessageIsTheReasonPhrase() {
		assertThat(new String(ErrorPage.render(404, ""), StandardCharsets.UTF_8))
			.contains("<p>Error code explanation: 404 - Nothing matches the given URI.</p>");
		assertThat(new String(ErrorPage.render(418, ""), StandardCharsets.UTF_8))
			.contains("<p>Message: I&#39;m a Teapot.</p>");
		assertThat(new String(ErrorPage.render(599, ""), StandardCharsets.UTF_8)).contains("<p>Message: .</p>");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "%(code)d %(code)s|404 404", "%(message)s|&lt;m&gt; &amp; \"x\" %(explain)s",
					"%(explain)s|&amp; %(message)s %%", "100%% of %|100% of %", "%(other)s|%(other)s",
					"%%(code)d|%(code)d", "%|%", "none|none" })
	void placesOfAFormatAreFilledOnce(String format, String page) {
		assertThat(render(format, "<m> & \"x\" %(explain)s", "& %(message)s %%")).isEqualTo(page);
	}

	@Test
	void textIsEscapedForQuotedAttributesToo() {
		assertThat(ErrorPage.escape("<a href=\"'&lt;\">")).isEqualTo("&lt;a href=&quot;&#39;&amp;lt;&quot;&gt;");
	}

}
