package io.jobarrays.localcloud;

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

/** Rules for the packages and type names of the local cloud. */
class LocalCloudArchitectureTest {
    private static final String ROOT = "io.jobarrays.localcloud";

    /** Every package below the root with all packages that it may use; {@code base} uses none. */
    private static final String ARROWS =
            """
            base ->
            protocol ->
            limits -> protocol
            faults ->
            keys -> base
            front -> base faults keys limits protocol
            metadata -> base keys protocol
            ec2.query -> protocol
            ec2.catalogue -> ec2.query limits protocol
            ec2.instance -> base ec2.catalogue faults limits metadata protocol
            ec2.instance.capacity -> ec2.catalogue ec2.instance protocol
            ec2.instance.power -> base ec2.instance faults protocol
            ec2.describe -> ec2.catalogue ec2.instance ec2.instance.power ec2.query faults protocol
            ec2.resources -> ec2.catalogue ec2.instance ec2.query limits protocol
            ec2.launch -> ec2.catalogue ec2.instance ec2.resources limits protocol
            ec2.spot -> ec2.catalogue ec2.instance ec2.instance.power ec2.query limits metadata protocol
            ec2 -> base ec2.catalogue ec2.describe ec2.instance ec2.instance.capacity \
            ec2.instance.power ec2.launch ec2.query ec2.resources ec2.spot faults front limits \
            metadata protocol
            account -> ec2.catalogue front keys limits protocol
            route53 -> front limits protocol
            s3 -> base front protocol
            dns -> base route53
            control -> base ec2 ec2.catalogue ec2.instance ec2.instance.capacity ec2.instance.power \
            faults front limits metadata protocol
            machines.scripts ->
            machines.process -> base
            machines.memory -> base
            machines.relay -> base
            machines.host -> ec2.catalogue machines.relay
            machines.vpc -> base machines.host machines.relay machines.scripts
            machines.scale -> base ec2.catalogue machines.process
            machines -> base ec2.catalogue machines.host machines.memory machines.process \
            machines.relay machines.scale machines.scripts machines.vpc
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
                        Stream.concat(
                                        Stream.of(ROOT),
                                        arrows().map(arrow -> ROOT + "." + arrow.from()))
                                .toList());
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
