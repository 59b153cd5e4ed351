package io.jobarrays.amazon;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for the packages and type names of the AWS extension, runtime and deployment. */
class ExtensionArchitectureTest {
    private static final String ROOT = "io.jobarrays.amazon";

    /** Every package below the root with all packages that it may use. */
    private static final String ARROWS =
            """
            localcloud.runtime ->
            ec2.runtime -> localcloud.runtime
            route53.runtime ->
            ec2.deployment -> ec2.runtime localcloud.runtime
            route53.deployment -> ec2.runtime localcloud.runtime route53.runtime
            localcloud.deployment -> ec2.runtime localcloud.runtime route53.runtime
            """;

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @ParameterizedTest
    @MethodSource("arrows")
    void packageUsesOnlyAllowedPackages(Arrow arrow) {
        noClasses()
                .that(resideInAPackage(ROOT + "." + arrow.from()))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..")
                                .and(DescribedPredicate.not(resideInAnyPackage(arrow.allowed()))))
                .because(arrow.from() + " may use only " + arrow.to())
                .check(CLASSES);
    }

    @Test
    void everyPackageHasItsArrows() {
        assertThat(packages().map(JavaPackage::getName))
                .containsExactlyInAnyOrderElementsOf(
                        arrows().map(arrow -> ROOT + "." + arrow.from()).toList());
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages())
                .allMatch(it -> it.isAnnotatedWith(NullMarked.class), "is @NullMarked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Service", "Manager", "Helper", "Util", "Utils", "Impl", "Dto"})
    void typeNameDoesNotEndWith(String suffix) {
        noClasses().should().haveSimpleNameEndingWith(suffix).check(CLASSES);
    }

    private static Stream<JavaPackage> packages() {
        return CLASSES.stream().map(JavaClass::getPackage).distinct();
    }

    private static Stream<Arrow> arrows() {
        return ARROWS.lines().map(Arrow::parse);
    }

    /**
     * Dependencies that a package may have.
     *
     * @param from package below the root
     * @param to packages below the root that it may use
     */
    private record Arrow(String from, List<String> to) {
        static Arrow parse(String line) {
            String[] sides = line.split(" *-> *", 2);
            List<String> to =
                    Arrays.stream(sides[1].split(" +")).filter(it -> !it.isEmpty()).toList();
            return new Arrow(sides[0], to);
        }

        String[] allowed() {
            return Stream.concat(Stream.of(from), to.stream())
                    .map(it -> ROOT + "." + it)
                    .toArray(String[]::new);
        }
    }
}
