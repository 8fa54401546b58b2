package io.jhttp.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rooms of the engine and the directions between them.
 */
class ArchitectureTests {

	private static final String ROOT = "io.jhttp.server";

	private static JavaClasses engine;

	@BeforeAll
	static void importClasses() {
		engine = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages(ROOT);
	}

	@Test
	void theProtocolKnowsNothingElseAndDoesNoInputOrOutput() {
		classes().that()
			.resideInAPackage(ROOT + ".http")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(ROOT + ".http", "java.lang..", "java.util..", "java.time..", "java.nio",
					"java.nio.charset", "java.io", "org.jspecify.annotations")
			.check(engine);
	}

	@Test
	void theNetworkKnowsTheProtocolOnly() {
		mayUse(".net", ".http");
	}

	@Test
	void whatAnExchangeNeedsSpeaksOfNoProtocol() {
		mayUse(".exchange", ".http");
	}

	@Test
	void aProtocolKnowsTheNetworkAndWhatAnExchangeNeedsButNoOtherProtocol() {
		mayUse(".http1", ".exchange", ".net", ".http");
		mayUse(".http2", ".exchange", ".net", ".http");
	}

	@Test
	void whatEmbeddersSeeRestsOnThemButOnlyTheServerKnowsAProtocol() {
		mayUse("", ".exchange", ".http1", ".http2", ".net", ".http");
		noClasses().that()
			.resideInAPackage(ROOT)
			.and()
			.haveSimpleNameNotStartingWith("HttpServer")
			.and()
			.doNotHaveSimpleName("Builder")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ROOT + ".http1", ROOT + ".http2")
			.check(engine);
	}

	@Test
	void filesRestOnWhatEmbeddersSeeAndTheProtocol() {
		mayUse(".file", "", ".http");
	}

	@Test
	void scriptsRestOnFilesWhatEmbeddersSeeAndTheProtocol() {
		mayUse(".cgi", ".cgi.process", "", ".file", ".http");
	}

	@Test
	void handlerClassesRestOnEverythingButTheProtocolOfAConnection() {
		mayUse(".handler", "", ".cgi", ".file", ".exchange", ".net", ".http");
	}

	@Test
	void processesKnowNothingOfTheServer() {
		mayUse(".cgi.process");
	}

	@Test
	void eachPackageSaysThatNothingIsNullUnlessItSaysSo() {
		assertThat(engine.getPackage(ROOT).getSubpackagesInTree()).hasSizeGreaterThanOrEqualTo(6)
			.allMatch((room) -> room.isAnnotatedWith(NullMarked.class));
		assertThat(engine.getPackage(ROOT).isAnnotatedWith(NullMarked.class)).isTrue();
	}

	@Test
	void theEngineNeedsNoOtherServerAndNoFramework() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.sun..", "sun..", "jakarta..", "javax.servlet..", "io.netty..",
					"org.springframework..")
			.check(engine);
	}

	@Test
	void onlyTheNetworkAndWhatShowsItsSessionsKnowOfTls() {
		noClasses().that()
			.resideOutsideOfPackages(ROOT, ROOT + ".net", ROOT + ".exchange", ROOT + ".http1", ROOT + ".http2")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("javax..")
			.check(engine);
	}

	@Test
	void noRoomIsInACycle() {
		slices().matching("io.jhttp.(**)").should().beFreeOfCycles().check(engine);
	}

	/** Classes that need each other can only be read together. */
	@Test
	void noKnotOfClassesIsTooLargeToRead() throws IOException {
		for (Knots.Knot knot : Knots.of(Path.of("src/main/java/io/jhttp/server"))) {
			assertThat(knot.lines()).as("lines of %s", knot.classes()).isLessThanOrEqualTo(1500);
			assertThat(knot.classes().size() <= 8 || knot.lines() <= 900).as("%s", knot.classes()).isTrue();
		}
	}

	/** Without comments, blank lines and imports. */
	@Test
	void noClassIsTooLongToRead() throws IOException {
		assertThat(Knots.linesOfCode(Path.of("src/main/java/io/jhttp/server")))
			.allSatisfy((file, lines) -> assertThat(lines).as("lines of %s", file).isLessThanOrEqualTo(400));
	}

	/**
	 * Four of them are sixteen states, of which no author has thought of all. Those of
	 * builders are settings that have nothing to do with each other.
	 */
	@Test
	void noClassButBuildersHasMoreThanThreeBooleans() {
		assertThat(engine).filteredOn((type) -> !type.getSimpleName().endsWith("Builder"))
			.isNotEmpty()
			.allSatisfy((type) -> assertThat(booleansOf(type)).hasSizeLessThanOrEqualTo(3));
	}

	private static List<JavaField> booleansOf(JavaClass type) {
		return type.getFields()
			.stream()
			.filter((field) -> field.getRawType().isEquivalentTo(boolean.class))
			.filter((field) -> !field.getModifiers().contains(JavaModifier.STATIC))
			.toList();
	}

	private static void mayUse(String room, String... others) {
		String[] allowed = new String[others.length + 4];
		allowed[0] = ROOT + room;
		allowed[1] = "java..";
		allowed[2] = "javax.net.ssl";
		allowed[3] = "org..";
		for (int i = 0; i < others.length; i++) {
			allowed[i + 4] = ROOT + others[i];
		}
		classes().that()
			.resideInAPackage(ROOT + room)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(allowed)
			.check(engine);
	}

}
