package io.jhttp.spring.boot.webflux;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.jhttp.server.net.ClientAuthentication;
import io.jhttp.server.net.ConnectionLimits;
import io.jhttp.server.net.EventLoopThread;
import io.jhttp.server.net.Pace;
import io.jhttp.server.net.Timeouts;
import io.jhttp.server.net.TlsContext;
import io.jhttp.server.net.TlsContextSource;
import io.jhttp.server.net.TlsOptions;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Tests for the order of the house.
 */
class ArchitectureTests {

	private static final JavaClasses imported = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("io.jhttp.spring.boot.webflux");

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.jhttp.spring.boot.(**)").should().beFreeOfCycles().check(imported);
	}

	@Test
	void engineIsEnteredByItsPublicPackages() {
		noClasses().should()
			.dependOnClassesThat(resideInAnyPackage("io.jhttp.server.net..", "io.jhttp.server.exchange..",
					"io.jhttp.server.http1..", "sun..", "jakarta.servlet..")
				.and(not(values())))
			.check(imported);
	}

	@Test
	void theAdapterKnowsNothingOfBoot() {
		noClasses().that()
			.resideInAPackage("io.jhttp.spring.boot.webflux.http")
			.should()
			.dependOnClassesThat(resideInAnyPackage("org.springframework.boot.."))
			.check(imported);
	}

	/** What the builder of the server takes, and the threads of event loops. */
	private static DescribedPredicate<JavaClass> values() {
		return belongToAnyOf(ConnectionLimits.class, Pace.class, Timeouts.class, TlsOptions.class, TlsContext.class,
				TlsContextSource.class, ClientAuthentication.class, EventLoopThread.class);
	}

}
