package io.jobarrays.localcloud.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.metadata.MetadataReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Faults of the metadata service of new instances. */
class MetadataFaultsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(60);

    private final FaultedLaunches launches = new FaultedLaunches(CLOUD);

    @AfterEach
    void clear() throws Exception {
        launches.clear();
    }

    @Test
    void metadataHasARebalanceRecommendationWithoutNotice() throws Exception {
        launches.set("{\"kind\":\"rebalance\",\"count\":1}");
        String id = launches.launch(it -> {});

        try (MetadataReader metadata = new MetadataReader(CLOUD.guest(), id)) {
            assertThat(metadata.value("meta-data/events/recommendations/rebalance"))
                    .startsWith("{\"noticeTime\": \"20");
            assertThat(metadata.value("meta-data/spot/instance-action")).isEqualTo("Not Found");
        }
    }

    @Test
    void metadataIsDownForItsWindow() throws Exception {
        launches.set("{\"kind\":\"metadata-down\",\"window\":\"1s\",\"count\":1}");
        String id = launches.launch(it -> {});

        try (MetadataReader metadata = new MetadataReader(CLOUD.guest(), id)) {
            assertThat(metadata.put("/latest/api/token", "60").statusCode()).isEqualTo(503);
            await().until(() -> metadata.put("/latest/api/token", "60").statusCode() == 200);
        }
    }

    @Test
    void identityDocumentHasAWrongSignatureUntilTheFaultIsRemoved() throws Exception {
        String right = launches.launch(it -> {});
        launches.set("{\"kind\":\"identity-invalid\",\"count\":1}");
        String struck = launches.launch(it -> {});

        assertThat(hasValidIdentity(right)).isTrue();
        assertThat(hasValidIdentity(struck)).isFalse();

        CLOUD.signed().delete("faults");
        assertThat(hasValidIdentity(struck)).isTrue();
    }

    /** Whether the signature of the identity document is that of the cloud's certificate. */
    private boolean hasValidIdentity(String id) throws Exception {
        Signature signature = Signature.getInstance("SHA256withRSA");
        try (MetadataReader metadata = new MetadataReader(CLOUD.guest(), id);
                InputStream pem = Files.newInputStream(CLOUD.cloud().identityKey().certificate())) {
            signature.initVerify(CertificateFactory.getInstance("X.509").generateCertificate(pem));
            String document = metadata.value("dynamic/instance-identity/document");
            signature.update(document.getBytes(StandardCharsets.UTF_8));
            return signature.verify(
                    Base64.getDecoder()
                            .decode(metadata.value("dynamic/instance-identity/signature")));
        }
    }
}
