package io.jobarrays.localcloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.CloudFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

@SuppressWarnings("NullAway.Init") // set before all tests
class MetadataApiTest {
    private static final String USER_DATA = "#!/bin/sh\necho 'it works'\n";

    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(3);
    private static Instance instance;
    private static MetadataReader inside;
    private static MetadataReader insideOther;

    @BeforeAll
    static void launch() throws IOException {
        TagSpecification tags =
                TagSpecification.builder()
                        .resourceType("instance")
                        .tags(Tag.builder().key("spawn:ttl").value("4h").build())
                        .build();
        byte[] userData = USER_DATA.getBytes(StandardCharsets.UTF_8);
        List<Instance> instances =
                CLOUD.ec2()
                        .runInstances(
                                it ->
                                        it.imageId("ami-0abcdef1234567890")
                                                .instanceType("t3.small")
                                                .minCount(2)
                                                .maxCount(2)
                                                .userData(
                                                        Base64.getEncoder()
                                                                .encodeToString(userData))
                                                .metadataOptions(
                                                        m -> m.instanceMetadataTags("enabled"))
                                                .tagSpecifications(tags))
                        .instances();
        instance = instances.get(1);
        inside = new MetadataReader(CLOUD.guest(), instance.instanceId());
        insideOther = new MetadataReader(CLOUD.guest(), instances.get(0).instanceId());
    }

    @AfterAll
    static void close() {
        inside.close();
        insideOther.close();
    }

    @Test
    void metadataDescribesTheInstance() throws Exception {
        assertThat(inside.value("meta-data/instance-id")).isEqualTo(instance.instanceId());
        assertThat(inside.value("meta-data/ami-launch-index")).isEqualTo("1");
        assertThat(insideOther.value("meta-data/ami-launch-index")).isEqualTo("0");
        assertThat(inside.value("meta-data/local-ipv4")).isEqualTo(instance.privateIpAddress());
        assertThat(inside.value("meta-data/public-ipv4")).startsWith("198.18.");
        assertThat(inside.value("meta-data/hostname")).isEqualTo(instance.privateDnsName());
        assertThat(inside.value("meta-data/placement/availability-zone")).isEqualTo("us-east-1a");
        assertThat(inside.value("meta-data/instance-type")).isEqualTo("t3.small");
        assertThat(inside.value("meta-data/ami-id")).isEqualTo("ami-0abcdef1234567890");
        assertThat(inside.value("meta-data/tags/instance/spawn:ttl")).isEqualTo("4h");
        assertThat(inside.value("user-data")).isEqualTo(USER_DATA);
    }

    @Test
    void directoriesAreListed() throws Exception {
        assertThat(inside.value("meta-data/").lines())
                .contains("ami-id", "instance-id", "placement/", "tags/");
        assertThat(inside.value("meta-data/placement").lines())
                .containsExactly("availability-zone", "availability-zone-id", "region");
        assertThat(inside.value("").lines()).containsExactly("dynamic/", "meta-data/", "user-data");
    }

    @Test
    void readRequiresAToken() throws Exception {
        assertThat(inside.getWithoutToken("/latest/meta-data/instance-id").statusCode())
                .isEqualTo(401);
        assertThat(inside.get("/latest/meta-data/instance-id", "guess").statusCode())
                .isEqualTo(401);
        assertThat(insideOther.get("/latest/meta-data/instance-id", inside.token()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void tokenExpires() throws Exception {
        String token = inside.token();
        assertThat(inside.get("/latest/meta-data/instance-id", token).statusCode()).isEqualTo(200);

        CLOUD.advanceClock(Duration.ofSeconds(61));

        assertThat(inside.get("/latest/meta-data/instance-id", token).statusCode()).isEqualTo(401);
    }

    @Test
    void tokenIsValidForSixHoursAtMost() throws Exception {
        assertThat(inside.put("/latest/api/token", "21600").statusCode()).isEqualTo(200);
        assertThat(inside.put("/latest/api/token", "21601").statusCode()).isEqualTo(400);
        assertThat(inside.put("/latest/api/token", "0").statusCode()).isEqualTo(400);
        assertThat(inside.put("/latest/api/token", "soon").statusCode()).isEqualTo(400);
        assertThat(inside.put("/latest/api/tokens", "60").statusCode()).isEqualTo(404);
    }

    @Test
    void missingPathIsNotFound() throws Exception {
        assertThat(
                        inside.get("/latest/meta-data/spot/instance-action", inside.token())
                                .statusCode())
                .isEqualTo(404);
        assertThat(inside.get("/elsewhere", inside.token()).statusCode()).isEqualTo(404);
        assertThat(inside.get("/2021-07-15/meta-data/ami-id", inside.token()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void identityDocumentIsSignedByTheKeyOfTheCertificate() throws Exception {
        String document = inside.value("dynamic/instance-identity/document");
        String signature = inside.value("dynamic/instance-identity/signature");

        assertThat(document)
                .contains("\"accountId\" : \"435415984226\"")
                .contains("\"instanceId\" : \"" + instance.instanceId() + "\"")
                .contains("\"region\" : \"us-east-1\"");
        assertThat(isSigned(document, signature)).isTrue();
        assertThat(isSigned(document.replace("t3.small", "t3.large"), signature)).isFalse();
    }

    private static boolean isSigned(String text, String signature)
            throws GeneralSecurityException, IOException {
        Signature check = Signature.getInstance("SHA256withRSA");
        check.initVerify(certificate().getPublicKey());
        check.update(text.getBytes(StandardCharsets.UTF_8));
        return check.verify(Base64.getDecoder().decode(signature));
    }

    private static Certificate certificate() throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(CLOUD.cloud().identityKey().certificate())) {
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
            certificate.verify(certificate.getPublicKey());
            return certificate;
        }
    }
}
