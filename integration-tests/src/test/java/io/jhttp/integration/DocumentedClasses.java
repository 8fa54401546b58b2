package io.jhttp.integration;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The classes of a page: its Java is compiled together, as a reader puts it into one
 * application.
 */
final class DocumentedClasses {

	private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

	/** One for all pages: to open the jars takes longer than to compile. */
	private static final JavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

	private DocumentedClasses() {
	}

	/** Compiles to a directory, and returns what the compiler complains of. */
	static List<String> compile(List<DocumentedExample> examples, Path directory) {
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		List<String> options = List.of("-d", directory.toString(), "-proc:none", "-parameters", "--release", "17");
		boolean compiled = COMPILER
			.getTask(null, FILES, diagnostics, options, null, examples.stream().map(Source::new).toList())
			.call();
		List<String> errors = diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.map(DocumentedClasses::describe)
			.toList();
		assertThat(errors.isEmpty()).isEqualTo(compiled);
		return errors;
	}

	/** Compiles all Java of a page, which has no errors. */
	static void compile(String page, Path directory) throws IOException {
		assertThat(compile(DocumentedExample.all()
			.stream()
			.filter((example) -> example.page().equals(page) && example.language().equals("java"))
			.toList(), directory)).isEmpty();
	}

	private static String describe(Diagnostic<? extends JavaFileObject> diagnostic) {
		String where = (diagnostic.getSource() instanceof Source source) ? source.example + ": " : "";
		return where + diagnostic.getMessage(Locale.ROOT);
	}

	/** A file that is not on any disk. */
	private static final class Source extends SimpleJavaFileObject {

		private final DocumentedExample example;

		Source(DocumentedExample example) {
			super(URI.create("string:///" + example.line() + "/" + example.typeName() + Kind.SOURCE.extension),
					Kind.SOURCE);
			this.example = example;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.example.content();
		}

	}

}
