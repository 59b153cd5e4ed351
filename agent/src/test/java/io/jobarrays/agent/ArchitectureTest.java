package io.jobarrays.agent;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for the agent's packages: allowed dependencies, no cycles, null-safety and type names. */
class ArchitectureTest {
    private static final String ROOT = "io.jobarrays.agent";
    private static final JavaClasses AGENT =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    /** Each package and the packages it may use; the root may use all but {@code scale}. */
    private static final Map<String, Set<String>> ALLOWED =
            Map.ofEntries(
                    entry("status", Set.of("work", "deadline", "idle", "peers", "server", "host")),
                    entry("work", Set.of("aws", "files", "log", "server", "host")),
                    entry("aws", Set.of("server", "host")),
                    entry("files", Set.of()),
                    entry("log", Set.of("server", "host")),
                    entry("deadline", Set.of("server", "host")),
                    entry("idle", Set.of("server", "host")),
                    entry("peers", Set.of("server", "host")),
                    entry("spot", Set.of("server", "host")),
                    entry("sessions", Set.of("server", "host")),
                    entry("server", Set.of("host")),
                    entry(
                            "scale",
                            Set.of(
                                    "",
                                    "work",
                                    "log",
                                    "idle",
                                    "peers",
                                    "server",
                                    "sessions",
                                    "host")),
                    entry("host", Set.of()));

    static SortedSet<String> packages() {
        return new TreeSet<>(ALLOWED.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageUsesOnlyAllowedPackages(String name) {
        String[] allowed =
                Stream.concat(Stream.of(name), ALLOWED.getOrDefault(name, Set.of()).stream())
                        .map(ArchitectureTest::qualified)
                        .toArray(String[]::new);

        classes()
                .that()
                .resideInAPackage(qualified(name))
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(allowed)))
                .check(AGENT);
    }

    @Test
    void everyPackageIsListed() {
        Set<String> found = AGENT.stream().map(JavaClass::getPackageName).collect(toSet());

        Set<String> listed = packages().stream().map(ArchitectureTest::qualified).collect(toSet());
        assertThat(found).containsAll(listed).contains(ROOT);
        assertThat(found).hasSize(listed.size() + 1);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().assignedFrom(new PackageSlices()).should().beFreeOfCycles().check(AGENT);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(AGENT)
                .allSatisfy(
                        type ->
                                assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
                                        .as("%s is @NullMarked", type.getPackageName())
                                        .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Service", "Manager", "Helper", "Util", "Utils", "Impl", "Dto"})
    void typeNamesStateARole(String suffix) {
        noClasses().should().haveSimpleNameEndingWith(suffix).check(AGENT);
    }

    private static String qualified(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }

    /** One slice for each package, the root included. */
    private static final class PackageSlices implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages of the agent";
        }
    }
}
