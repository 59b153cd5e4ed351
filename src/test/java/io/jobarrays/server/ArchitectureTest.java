package io.jobarrays.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrows between packages, and which package may use which library. */
class ArchitectureTest {
    private static final JavaClasses SERVER = ServerClasses.mainClasses();

    /** Layers of top-level packages, the highest first; the root package is the empty name. */
    private static final List<Set<String>> LAYERS =
            List.of(
                    Set.of("api", "auth", "metrics"),
                    Set.of("web"),
                    Set.of("batch"),
                    Set.of("arrays"),
                    Set.of("agents", "traces"),
                    Set.of("instances", "peers", "dns", "files", "notify"),
                    Set.of("aws", "lease", "state", "publicurl"),
                    Set.of(""),
                    Set.of("database"),
                    Set.of("problems", "prices", "failpoints", "caller"),
                    Set.of("net", "background"));

    /** Layers inside a top-level package; a package that is missing here stands alone. */
    private static final Map<String, List<Set<String>>> INNER_LAYERS =
            Map.of(
                    "api",
                    List.of(
                            Set.of("", "connect", "executions"),
                            Set.of("idempotency", "answer"),
                            Set.of("text", "graph"),
                            Set.of("view", "read", "openapi")),
                    "batch",
                    List.of(
                            Set.of(""),
                            Set.of("engine", "deciders", "view", "retention"),
                            Set.of("rows"),
                            Set.of("jobxml"),
                            Set.of("jobxml.check", "jobxml.graph"),
                            Set.of("jobxml.model"),
                            Set.of("jobxml.xml")),
                    "arrays",
                    List.of(
                            Set.of(""),
                            Set.of("verbs", "view", "members"),
                            Set.of("reconcile"),
                            Set.of("plan", "owner"),
                            Set.of("snapshot"),
                            Set.of("events"),
                            Set.of("rows"),
                            Set.of("spec"),
                            Set.of("spec.sweep", "spec.userdata"),
                            Set.of("edges")),
                    "agents",
                    List.of(
                            Set.of("silence"),
                            Set.of(""),
                            Set.of("transfer"),
                            Set.of("attempt", "identity")),
                    "instances",
                    List.of(Set.of("launch", "watch"), Set.of(""), Set.of("ec2"), Set.of("rows")),
                    "files",
                    List.of(Set.of("logs", "archives"), Set.of("")));

    @Test
    void packagesUseLowerLayersOnly() {
        List<String> violations =
                SERVER.stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(
                                use ->
                                        use.getTargetClass()
                                                .getPackageName()
                                                .startsWith(ServerClasses.ROOT))
                        .filter(use -> !isAllowed(use))
                        .map(Dependency::getDescription)
                        .toList();

        assertThat(violations).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ServerClasses.ROOT + ".(**)").should().beFreeOfCycles().check(SERVER);
    }

    @Test
    void specAndPlanArePure() {
        noClasses()
                .that(
                        resideInAnyPackage(
                                ServerClasses.ROOT + ".arrays.spec..",
                                ServerClasses.ROOT + ".arrays.plan.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "jakarta.enterprise..",
                        "jakarta.inject..",
                        "jakarta.persistence..",
                        "jakarta.transaction..",
                        "org.hibernate..")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.time.Clock")
                .check(SERVER);
    }

    @Test
    void restIsUsedAtTheEdge() {
        noClasses()
                .that(outside("api", "auth", "web", "agents"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.ws.rs..")
                .check(SERVER);
    }

    @Test
    void batchApiIsUsedInBatch() {
        noClasses()
                .that(outside("batch"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.batch..", "org.jberet..")
                .check(SERVER);
    }

    @Test
    void layoutIsComputedInGraph() {
        noClasses()
                .that(outside("api"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.elk..", "org.eclipse.emf..", "org.eclipse.xtext..")
                .check(SERVER);
    }

    @Test
    void awsSdkIsUsedInAwsInstancesAndDns() {
        noClasses()
                .that(outside("aws", "instances", "dns"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Service", "Manager", "Helper", "Util", "Utils", "Impl", "Dto"})
    void typeNamesEndWithARole(String suffix) {
        noClasses().should().haveSimpleNameEndingWith(suffix).check(SERVER);
    }

    @Test
    void packagesAreNullMarked() {
        assertThat(SERVER)
                .allSatisfy(
                        type -> {
                            if (!type.getSimpleName().equals("package-info")) {
                                assertThat(type.getPackage().isAnnotatedWith(NullMarked.class))
                                        .as("%s is @NullMarked", type.getPackageName())
                                        .isTrue();
                            }
                        });
    }

    private static boolean isAllowed(Dependency use) {
        String from = ServerClasses.name(use.getOriginClass());
        String to = ServerClasses.name(use.getTargetClass());
        if (from.equals(to)) {
            return true;
        }
        String top = ServerClasses.top(use.getOriginClass());
        if (top.equals(ServerClasses.top(use.getTargetClass()))) {
            List<Set<String>> layers = INNER_LAYERS.getOrDefault(top, List.of());
            return layer(layers, inner(from)) < layer(layers, inner(to));
        }
        return layer(LAYERS, top) < layer(LAYERS, ServerClasses.top(use.getTargetClass()));
    }

    /** Position of a package; fails for a package that is not listed. */
    private static int layer(List<Set<String>> layers, String name) {
        for (int i = 0; i < layers.size(); i++) {
            if (layers.get(i).contains(name)) {
                return i;
            }
        }
        throw new AssertionError("package \"" + name + "\" is in no layer of this test");
    }

    private static String inner(String name) {
        return name.contains(".") ? name.substring(name.indexOf('.') + 1) : "";
    }

    private static DescribedPredicate<JavaClass> outside(String... packages) {
        return not(
                resideInAnyPackage(
                        Stream.of(packages)
                                .map(name -> ServerClasses.ROOT + "." + name + "..")
                                .toArray(String[]::new)));
    }
}
