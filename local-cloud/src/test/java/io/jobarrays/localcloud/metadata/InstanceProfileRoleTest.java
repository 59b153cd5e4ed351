package io.jobarrays.localcloud.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Credentials of an instance's role and the calls that they permit. */
@SuppressWarnings("NullAway.Init") // set before all tests
class InstanceProfileRoleTest {
    private static final String PARAMETER = "{\"Name\":\"p\",\"WithDecryption\":true}";

    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(2);
    private static MetadataReader inside;
    private static MetadataReader without;

    @BeforeAll
    static void launch() throws IOException {
        inside = new MetadataReader(CLOUD.guest(), launch("training"));
        without = new MetadataReader(CLOUD.guest(), launch(""));
    }

    @AfterAll
    static void close() {
        inside.close();
        without.close();
    }

    @Test
    void metadataContainsTheRoleAndItsCredentials() throws Exception {
        assertThat(inside.value("meta-data/iam/security-credentials/")).isEqualTo("training");
        assertThat(inside.value("meta-data/iam/info"))
                .contains("arn:aws:iam::435415984226:instance-profile/training");
        assertThat(credentials().get("Code")).isEqualTo("Success");
        assertThat(Instant.parse(credentials().getOrDefault("Expiration", "")))
                .isAfter(Instant.now());
        assertThat(credentials()).isEqualTo(credentials());
        assertThat(without.get("/latest/meta-data/iam/info", without.token()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void credentialsPermitReadingParametersAndSecretsOnly() throws Exception {
        SignedRequests owner = CLOUD.signed();
        owner.json(
                "ssm",
                "AmazonSSM.PutParameter",
                "{\"Name\":\"p\",\"Type\":\"String\",\"Value\":\"open\"}");
        SignedRequests role = role(credentials().getOrDefault("Token", ""));

        assertThat(role.json("ssm", "AmazonSSM.GetParameter", PARAMETER).body()).contains("open");
        HttpResponse<String> secret =
                role.json(
                        "secretsmanager", "secretsmanager.GetSecretValue", "{\"SecretId\":\"s\"}");
        assertThat(secret.body()).contains("ResourceNotFoundException");

        HttpResponse<String> put = role.json("ssm", "AmazonSSM.PutParameter", PARAMETER);
        HttpResponse<String> ec2 = role.query("ec2", "Action=DescribeInstances&Version=2016-11-15");
        HttpResponse<String> sts = role.query("sts", "Action=GetCallerIdentity&Version=2011-06-15");
        HttpResponse<String> own = role.control("clock", "{\"advance\":\"1h\"}");

        assertThat(put.body()).contains("AccessDeniedException");
        assertThat(ec2.statusCode()).isEqualTo(403);
        assertThat(ec2.body()).contains("UnauthorizedOperation");
        assertThat(sts.body()).contains("<Code>AccessDenied</Code>");
        assertThat(own.statusCode()).isEqualTo(403);
    }

    @Test
    void credentialsRequireTheirSessionToken() throws Exception {
        HttpResponse<String> refused =
                role("another").json("ssm", "AmazonSSM.GetParameter", PARAMETER);

        assertThat(refused.body()).contains("UnrecognizedClientException");
    }

    private static Map<String, String> credentials() throws Exception {
        Map<String, String> found = new TreeMap<>();
        JsonNode.parser()
                .parse(inside.value("meta-data/iam/security-credentials/training"))
                .asObject()
                .forEach((name, value) -> found.put(name, value.text()));
        return found;
    }

    private static SignedRequests role(String token) throws Exception {
        return new SignedRequests(
                CLOUD.cloud().endpoint(),
                AwsSessionCredentials.create(
                        credentials().getOrDefault("AccessKeyId", ""),
                        credentials().getOrDefault("SecretAccessKey", ""),
                        token));
    }

    private static String launch(String profile) {
        return CLOUD.ec2()
                .runInstances(
                        it -> {
                            it.imageId("ami-0abcdef1234567890").minCount(1).maxCount(1);
                            if (!profile.isEmpty()) {
                                it.iamInstanceProfile(p -> p.name(profile));
                            }
                        })
                .instances()
                .getFirst()
                .instanceId();
    }
}
