package io.jhttp.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a page of the documentation shows.
 *
 * @param page its path
 * @param line where the example begins
 * @param language such as {@code java}
 * @param content all of it
 */
record DocumentedExample(String page, int line, String language, String content) {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

	private static final Pattern TYPE = Pattern
		.compile("(?m)^(?:public )?(?:final )?(?:class|record|@?interface) (\\w+)");

	static List<DocumentedExample> all() throws IOException {
		List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("sample-app/README.md")));
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			docs.filter((page) -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
		}
		List<DocumentedExample> examples = new ArrayList<>();
		for (Path page : pages) {
			String content = Files.readString(page);
			Matcher block = BLOCK.matcher(content);
			while (block.find()) {
				int line = (int) content.substring(0, block.start()).lines().count() + 1;
				examples
					.add(new DocumentedExample(ROOT.relativize(page).toString(), line, block.group(1), block.group(2)));
			}
		}
		return examples;
	}

	/** The name of its first type, which that of its file has to be if it is public. */
	String typeName() {
		Matcher type = TYPE.matcher(this.content);
		return type.find() ? type.group(1) : "Example";
	}

	@Override
	public String toString() {
		return this.page + ":" + this.line;
	}

}
