package io.jobarrays.server.agents.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.problems.Refused;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
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

    @Test
    void readsACertificateAgainThatHasChanged() throws Exception {
        Path file = Files.writeString(dir.resolve("identity.pem"), anyCertificate());
        IdentityDocuments documents = documents(file);
        assertThat(documents.verify("i-0abc", "{}", "c2ln")).isFalse();

        Files.writeString(file, "no certificate");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));

        assertRefusedForNow(documents);
    }

    private static String anyCertificate() throws Exception {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        X509TrustManager trusted = (X509TrustManager) factory.getTrustManagers()[0];
        return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                .formatted(
                        Base64.getMimeEncoder()
                                .encodeToString(trusted.getAcceptedIssuers()[0].getEncoded()));
    }

    private static void assertRefusedForNow(Path certificate) {
        assertRefusedForNow(documents(certificate));
    }

    private static void assertRefusedForNow(IdentityDocuments documents) {
        assertThatThrownBy(() -> documents.verify("i-0abc", "{}", "c2ln"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(503));
    }

    private static IdentityDocuments documents(Path certificate) {
        SpawnConfig config =
                new SmallRyeConfigBuilder()
                        .addDiscoveredConverters()
                        .withMapping(SpawnConfig.class)
                        .withDefaultValue("spawn.identity.certificate", certificate.toString())
                        .build()
                        .getConfigMapping(SpawnConfig.class);
        return new IdentityDocuments(config, new ObjectMapper());
    }
}
