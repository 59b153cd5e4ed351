package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code kubectl apply -k} would send, against the types of Kubernetes. */
class KubernetesManifestsTest {
    private static final Path ROOT = TestControlPlane.ROOT.resolve("kubernetes");
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @BeforeAll
    static void need() {
        RequiredTools.require("kustomize");
        RequiredTools.require("kubeconform");
    }

    /** The overlays, and what is applied beside them; the base lacks the URL of its database. */
    static List<Path> directories() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(it -> it.endsWith("kustomization.yaml"))
                    .map(Path::getParent)
                    .filter(it -> !it.endsWith("base"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("directories")
    void everyResourceIsValid(Path directory) throws IOException {
        Path built = Files.createTempFile("kustomize", ".yaml");
        Files.writeString(built, run("kustomize", "build", "" + directory));

        ProgramRun run =
                ProgramRun.of(
                        List.of(
                                "kubeconform",
                                "-strict",
                                "-output",
                                "json",
                                "-verbose",
                                "-schema-location",
                                ROOT + "/schemas/{{.ResourceKind}}{{.KindSuffix}}.json",
                                "" + built),
                        Map.of(),
                        TIMEOUT);

        assertThat(run.exit()).as(run.toString()).isZero();
        assertThat(run.json().path("resources"))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.path("status").asText()).isEqualTo("statusValid"));
        Files.delete(built);
    }

    @ParameterizedTest
    @MethodSource("directories")
    void containersAreConfinedAndSecretsAreNamedOnly(Path directory) throws IOException {
        String built = run("kustomize", "build", "" + directory);

        assertThat(built).doesNotContain("kind: Secret\n", "kind: PodDisruptionBudget\n");
        long containers = count(built, " image: ");
        assertThat(count(built, "readOnlyRootFilesystem: true")).isEqualTo(containers);
        assertThat(count(built, "allowPrivilegeEscalation: false")).isEqualTo(containers);
        assertThat(count(built, "- ALL\n")).isEqualTo(containers);
        assertThat(count(built, "type: RuntimeDefault"))
                .isEqualTo(count(built, "runAsNonRoot: true"));
        assertThat(containers == 0).isEqualTo(count(built, "runAsNonRoot: true") == 0);
    }

    @Test
    void readmeNamesThePortsThatTheServerMayConnectTo() throws IOException {
        String policy = Files.readString(ROOT.resolve("base/networkpolicy.yaml"));

        assertThat(
                        Pattern.compile("port: (\\d+)")
                                .matcher(policy.substring(policy.indexOf("egress:")))
                                .results()
                                .map(it -> it.group(1))
                                .distinct())
                .containsExactly("53", "443", "5432");
        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("from the server to ports 443 and 5432, and to DNS");
    }

    private static long count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1L;
    }

    private static String run(String... command) {
        ProgramRun run = ProgramRun.of(List.of(command), Map.of(), TIMEOUT);
        assertThat(run.exit()).as(run.toString()).isZero();
        return run.out();
    }
}
