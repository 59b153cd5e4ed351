package io.jobarrays.server.agents.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.problems.Refused;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityDocumentsTest {
    @TempDir Path dir = Path.of("");

    @Test
    void answersUnreadableCertificateWithServiceUnavailable() throws Exception {
        Path none = dir.resolve("identity.pem");
        assertRefusedForNow(none);

        assertRefusedForNow(Files.writeString(none, "no certificate"));
    }

    private static void assertRefusedForNow(Path certificate) {
        SpawnConfig config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(SpawnConfig.class)
                        .withDefaultValue("spawn.identity.certificate", certificate.toString())
                        .build()
                        .getConfigMapping(SpawnConfig.class);

        assertThatThrownBy(
                        () ->
                                new IdentityDocuments(config, new ObjectMapper())
                                        .verify("i-0abc", "{}", "c2ln"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(503));
    }
}
