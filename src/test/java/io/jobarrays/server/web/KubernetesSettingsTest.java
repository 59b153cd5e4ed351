package io.jobarrays.server.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.common.utils.StringUtil;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/** What the files of kubernetes/ set and ask for exists in the server. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class KubernetesSettingsTest {
    private static final Path ROOT =
            Path.of(System.getProperty("project.root", "..")).resolve("kubernetes");
    private static final Pattern VARIABLE =
            Pattern.compile("(?:- |name: )((?:SPAWN|QUARKUS|AWS)_[A-Z0-9_]+)");
    private static final Pattern PROBE = Pattern.compile("path: (/q/\\S+)");

    /** The extension of Quarkus does not publish a list of its settings. */
    private static final Pattern SETTING_OF_A_CLIENT =
            Pattern.compile("QUARKUS_(EC2|ROUTE53)_(AWS_REGION|ENDPOINT_OVERRIDE)");

    private static final String FILE = "_FILE";

    @Test
    void everyVariableIsASetting() throws IOException {
        Set<String> known = new HashSet<>();
        Stream.of(SdkSystemSetting.values()).forEach(it -> known.add(it.environmentVariable()));
        Stream.of(ProfileFileSystemSetting.values())
                .forEach(it -> known.add(it.environmentVariable()));
        ConfigMappings.getProperties(ConfigClass.configClass(SpawnConfig.class))
                .forEach((name, property) -> known.add(variable(name)));
        known.addAll(variablesOfQuarkus());

        Set<String> unknown = new TreeSet<>(found(VARIABLE));
        unknown.removeIf(name -> SETTING_OF_A_CLIENT.matcher(name).matches());
        unknown.removeIf(name -> known.contains(name) || known.contains(withoutFile(name)));

        assertThat(found(VARIABLE)).contains("SPAWN_CLOUD", "QUARKUS_DATASOURCE_PASSWORD_FILE");
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyProbeAnswersAtTheManagementPort() throws IOException {
        int management =
                ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);

        Set<String> probes = found(PROBE);
        probes.remove("/q/metrics");
        assertThat(probes).hasSize(3);
        for (String path : probes) {
            given().port(management).get(path).then().statusCode(200);
        }
    }

    @Test
    void portsAreThoseOfTheServer() throws IOException {
        List<String> settings =
                Files.readAllLines(ROOT.resolve("../src/main/resources/application.properties"));

        for (Path file : List.of(Path.of("base/deployment.yaml"), Path.of("base/service.yaml"))) {
            String text = Files.readString(ROOT.resolve(file));
            assertThat(Pattern.compile("[pP]ort: (7\\d+|9\\d+)").matcher(text).results())
                    .isNotEmpty()
                    .allSatisfy(
                            port ->
                                    assertThat(settings)
                                            .containsAnyOf(
                                                    "quarkus.http.port=" + port.group(1),
                                                    "quarkus.management.port=" + port.group(1)));
        }
    }

    /** Kubernetes kills the server after its grace: calls under way, then 20 s for what follows. */
    @Test
    void graceIsLongerThanTheServerWaitsAtItsEnd() throws IOException {
        long calls =
                ConfigProvider.getConfig()
                        .getValue("quarkus.shutdown.timeout", Duration.class)
                        .toSeconds();

        assertThat(calls).isPositive();
        assertThat(found(Pattern.compile("terminationGracePeriodSeconds: (\\d+)")))
                .isNotEmpty()
                .allSatisfy(grace -> assertThat(Long.parseLong(grace)).isGreaterThan(calls + 20));
    }

    private static Set<String> found(Pattern pattern) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            Set<String> found = new TreeSet<>();
            for (Path file : files.filter(it -> it.toString().endsWith(".yaml")).toList()) {
                found.addAll(
                        pattern.matcher(Files.readString(file))
                                .results()
                                .map(it -> it.group(1))
                                .collect(Collectors.toSet()));
            }
            return found;
        }
    }

    private static Set<String> variablesOfQuarkus() throws IOException {
        Set<String> names = new HashSet<>();
        String model = "META-INF/quarkus-config-doc/quarkus-config-model.json";
        for (URL url :
                Collections.list(
                        KubernetesSettingsTest.class.getClassLoader().getResources(model))) {
            try (InputStream in = url.openStream()) {
                JsonNode json = new ObjectMapper().readTree(in);
                names.addAll(json.findValuesAsText("environmentVariable"));
            }
        }
        assertThat(names).hasSizeGreaterThan(300);
        return names;
    }

    private static String variable(String property) {
        return StringUtil.replaceNonAlphanumericByUnderscores(property).toUpperCase(Locale.ROOT);
    }

    private static String withoutFile(String variable) {
        return variable.endsWith(FILE)
                ? variable.substring(0, variable.length() - FILE.length())
                : variable;
    }
}
