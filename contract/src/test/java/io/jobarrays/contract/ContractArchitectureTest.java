package io.jobarrays.contract;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Package rules of the contract, which every other module depends on. */
class ContractArchitectureTest {
    private static final String ROOT = "io.jobarrays.contract";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @Test
    void usesJdkAndJspecifyOnlyAndTheLibraryForArchivesInOnePackage() {
        String[] common = {"java..", "javax.net.ssl", "org.jspecify.annotations", ROOT + ".."};
        String archives = ROOT + ".archives";
        classes()
                .that()
                .resideOutsideOfPackage(archives)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(common)
                .check(CLASSES);
        classes()
                .that()
                .resideInAPackage(archives)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(common)
                                .or(resideInAPackage("org.apache.commons.compress..")))
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesAreNullMarked() {
        for (JavaClass type : CLASSES) {
            assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
                    .as(type.getPackageName())
                    .isTrue();
        }
    }

    @Test
    void typesHaveNoVagueSuffix() {
        noClasses()
                .should()
                .haveNameMatching(".*(Service|Manager|Helper|Utils?|Impl|Dto)")
                .check(CLASSES);
    }
}
