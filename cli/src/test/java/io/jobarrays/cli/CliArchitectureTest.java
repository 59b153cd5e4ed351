package io.jobarrays.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Package rules of the CLI; an arrow that is not listed fails the build. */
class CliArchitectureTest {
    private static final String ROOT = "io.jobarrays.cli";
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    /** The packages that each package may use; the root has the empty name. */
    private static final Map<String, Set<String>> ALLOWED =
            Map.ofEntries(
                    Map.entry("", Set.of("commands", "session", "http", "base", "json")),
                    Map.entry(
                            "commands",
                            Set.of(
                                    "watch", "call", "remote", "local", "files", "flags", "session",
                                    "http", "base", "json")),
                    Map.entry("watch", Set.of("flags", "session", "http", "base", "json")),
                    Map.entry("call", Set.of("files", "session", "http", "base", "json")),
                    Map.entry("remote", Set.of("session", "http", "base", "json")),
                    Map.entry("flags", Set.of("session", "http", "base", "json")),
                    Map.entry("session", Set.of("local", "http", "base", "json")),
                    Map.entry("local", Set.of("base", "json")),
                    Map.entry("files", Set.of("base")),
                    Map.entry("http", Set.of("base", "json")),
                    Map.entry("base", Set.of("json")),
                    Map.entry("json", Set.of()));

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesUseAllowedPackagesOnly() {
        Set<String> forbidden = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String used = dependency.getTargetClass().getPackageName();
                String from = name(type.getPackageName());
                if (used.startsWith(ROOT)
                        && !name(used).equals(from)
                        && !ALLOWED.getOrDefault(from, Set.of()).contains(name(used))) {
                    forbidden.add(dependency.getDescription());
                }
            }
        }

        assertThat(CLASSES).hasSizeGreaterThan(50);
        assertThat(forbidden).isEmpty();
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

    private static String name(String packageName) {
        return packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
    }
}
