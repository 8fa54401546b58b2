package io.jhttp.spring.boot.test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * Tests for the order of the house.
 */
class ArchitectureTests {

	private static final String ROOT = "io.jhttp.spring.boot.test";

	private static final JavaClasses imported = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@Test
	void networkKnowsTheJdkOnly() {
		classes().that()
			.resideInAPackage(ROOT + ".memory")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify..", ROOT + ".memory")
			.check(imported);
	}

	@Test
	void clientKnowsNoServer() {
		classes().that()
			.resideInAPackage(ROOT + ".client")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify..", "org.springframework.http..", "org.springframework.util..",
					ROOT + ".client")
			.check(imported);
	}

	@Test
	void engineIsEnteredByItsPublicPackages() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.jhttp.server.net..", "io.jhttp.server.exchange..", "io.jhttp.server.http1..",
					"sun..", "jakarta.servlet..")
			.check(imported);
	}

	@Test
	void classesAreNotMeantToBeExtended() {
		classes().that()
			.areTopLevelClasses()
			.and()
			.areNotInterfaces()
			.and()
			.areNotAnnotations()
			.should()
			.haveModifier(JavaModifier.FINAL)
			.check(imported);
	}

}
