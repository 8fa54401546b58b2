package io.jhttp.spring.boot.autoconfigure;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jhttp.server.net.ClientAuthentication;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.Counters;
import io.jhttp.server.net.ListenException;
import io.jhttp.server.net.Pace;
import io.jhttp.server.net.ShedReason;
import io.jhttp.server.net.StreamReset;
import io.jhttp.server.net.Timeouts;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsContextSource;
import io.jhttp.server.net.TlsOptions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalyzer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Tests for the order of the house.
 */
class ArchitectureTests {

	private static final JavaClasses imported = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.jhttp.spring.boot.autoconfigure");

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.jhttp.spring.boot.(**)").should().beFreeOfCycles().check(imported);
	}

	@Test
	void autoConfigurationsAreFinalAndNamedSo() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.bePublic()
			.check(imported);
	}

	@Test
	void failureAnalyzersAreNotForApplications() {
		classes().that().implement(FailureAnalyzer.class).should().bePackagePrivate().check(imported);
	}

	@Test
	void engineIsEnteredByItsPublicPackages() {
		noClasses().should()
			.dependOnClassesThat(resideInAnyPackage("io.jhttp.server.net..", "io.jhttp.server.exchange..",
					"io.jhttp.server.http1..", "sun..", "jakarta.servlet..")
				.and(not(values())))
			.check(imported);
	}

	/**
	 * What the builder of the server takes, what the server counts, and why it cannot
	 * start.
	 */
	private static DescribedPredicate<JavaClass> values() {
		return belongToAnyOf(ConnectionLimits.class, Pace.class, Timeouts.class, TlsOptions.class, TlsContext.class,
				TlsContextSource.class, ClientAuthentication.class, Counters.class, ShedReason.class, StreamReset.class,
				ListenException.class);
	}

}
