package io.jobarrays.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFilesSourceTest {
    @TempDir private Path directory = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("secret"), "p ä$s\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "QUARKUS_DATASOURCE_PASSWORD",
                "QUARKUS_DATASOURCE_USERNAME",
                "QUARKUS_DATASOURCE_JDBC_URL",
                "QUARKUS_EC2_AWS_CREDENTIALS_STATIC_PROVIDER_SECRET_ACCESS_KEY",
                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_PASSWORD"
            })
    void readsASecretFromTheFileThatAVariableNames(String variable) {
        Map<String, String> environment = Map.of(variable + "_FILE", "" + file);

        assertThat(SecretFilesSource.values(environment)).isEqualTo(Map.of(variable, "p ä$s"));
        assertThat(SecretFilesSource.objection(environment)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SPAWN_CLOCK_FILE",
                "QUARKUS_HTTP_SSL_CERTIFICATE_KEY_STORE_FILE",
                "AWS_WEB_IDENTITY_TOKEN_FILE"
            })
    void leavesVariablesThatArePathsThemselves(String variable) {
        Map<String, String> environment = Map.of(variable, "/missing");

        assertThat(SecretFilesSource.values(environment)).isEmpty();
        assertThat(SecretFilesSource.objection(environment)).isEmpty();
    }

    @Test
    void theValueIsTheSetting() {
        var config =
                new SmallRyeConfigBuilder()
                        .withSources(
                                new EnvConfigSource(
                                        SecretFilesSource.values(
                                                Map.of(
                                                        "QUARKUS_DATASOURCE_PASSWORD_FILE",
                                                        "" + file)),
                                        301))
                        .build();

        assertThat(config.getConfigValue("quarkus.datasource.password").getValue())
                .isEqualTo("p ä$s");
    }

    @Test
    void refusesAFileThatIsMissingOrEmptyAndAValueThatIsSetTwice() throws IOException {
        Path empty = Files.writeString(directory.resolve("empty"), "\n");

        assertThat(objection("QUARKUS_DATASOURCE_PASSWORD_FILE", "/missing"))
                .isEqualTo(
                        "QUARKUS_DATASOURCE_PASSWORD_FILE=/missing is not a file with a value that"
                                + " can be read; put the secret there");
        assertThat(objection("SPAWN_TOKEN_FILE", "" + empty)).startsWith("SPAWN_TOKEN_FILE=");
        assertThat(objection("SPAWN_KEY_FILE", "")).startsWith("SPAWN_KEY_FILE=");
        assertThat(
                        SecretFilesSource.objection(
                                Map.of(
                                        "QUARKUS_DATASOURCE_PASSWORD",
                                        "x",
                                        "QUARKUS_DATASOURCE_PASSWORD_FILE",
                                        "" + file)))
                .contains(
                        "QUARKUS_DATASOURCE_PASSWORD and QUARKUS_DATASOURCE_PASSWORD_FILE are both"
                                + " set; set one");
    }

    private static String objection(String variable, String value) {
        return SecretFilesSource.objection(Map.of(variable, value)).orElseThrow();
    }
}
