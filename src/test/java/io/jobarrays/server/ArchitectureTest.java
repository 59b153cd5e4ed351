package io.jobarrays.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package may know which, and what may be named how. */
class ArchitectureTest {
    private static final String ROOT = "io.jobarrays.server";

    private static JavaClasses server = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read() {
        server =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(ROOT);
    }

    @Test
    void packagesKnowOnlyThoseBelowThem() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                .layer("auth")
                .definedBy(ROOT + ".auth..")
                .layer("api")
                .definedBy(ROOT + ".api..")
                .layer("batch")
                .definedBy(ROOT + ".batch..")
                .layer("arrays")
                .definedBy(ROOT + ".arrays..")
                .layer("agents")
                .definedBy(ROOT + ".agents..")
                .layer("peers")
                .definedBy(ROOT + ".peers..")
                .layer("instances")
                .definedBy(ROOT + ".instances..")
                .layer("dns")
                .definedBy(ROOT + ".dns..")
                .layer("files")
                .definedBy(ROOT + ".files..")
                .layer("aws")
                .definedBy(ROOT + ".aws..")
                .whereLayer("auth")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("api")
                .mayOnlyBeAccessedByLayers("auth")
                .whereLayer("batch")
                .mayOnlyBeAccessedByLayers("api")
                .whereLayer("arrays")
                .mayOnlyBeAccessedByLayers("batch", "api")
                .whereLayer("peers")
                .mayOnlyBeAccessedByLayers("arrays", "agents", "batch", "api")
                .whereLayer("agents")
                .mayOnlyBeAccessedByLayers("arrays", "batch", "api")
                .whereLayer("dns")
                .mayOnlyBeAccessedByLayers("arrays", "batch", "api")
                .whereLayer("instances")
                .mayOnlyBeAccessedByLayers("agents", "arrays", "batch", "api")
                .whereLayer("files")
                .mayOnlyBeAccessedByLayers("agents", "arrays", "batch", "api", "auth")
                .whereLayer("aws")
                .mayOnlyBeAccessedByLayers("instances", "dns", "agents", "arrays", "batch", "api")
                .check(server);
    }

    @Test
    void noPackagesKnowEachOther() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(server);
    }

    @Test
    void restIsSpokenAtTheEdge() {
        noClasses()
                .that(outside("api", "auth", "web", "agents"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(server);
    }

    @Test
    void batchIsKnownToBatch() {
        noClasses()
                .that(outside("batch"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.batch..", "org.jberet..")
                .check(server);
    }

    @Test
    void awsIsKnownToThoseWhoCallIt() {
        noClasses()
                .that(outside("aws", "instances", "dns"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(server);
    }

    @Test
    void instancesNeverSeeAnArray() {
        noClasses()
                .that(resideInAPackage(ROOT + ".instances.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".arrays..")
                .check(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Service", "Manager", "Helper", "Util", "Utils", "Impl", "Dto"})
    void aNameSaysWhatItKeepsOrDoes(String empty) {
        noClasses().should().haveSimpleNameEndingWith(empty).check(server);
    }

    @Test
    void nullCrossesNoMethod() {
        assertThat(server)
                .allSatisfy(
                        one -> {
                            if (!one.getSimpleName().equals("package-info")) {
                                assertThat(one.getPackage().isAnnotatedWith(NullMarked.class))
                                        .as("%s is @NullMarked", one.getPackageName())
                                        .isTrue();
                            }
                        });
    }

    private static DescribedPredicate<JavaClass> outside(String... rooms) {
        return not(
                resideInAnyPackage(
                        Stream.of(rooms)
                                .map(room -> ROOT + "." + room + "..")
                                .toArray(String[]::new)));
    }
}
