package io.jobarrays.agent.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.contract.Sha256;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.Work;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

class SecretResolverTest extends AgentMachineFixture {
    private static final String SECRET = "pa55 \"word\" $HOME";
    private static final String PARAMETER = "{\"Name\":\"/db\",\"WithDecryption\":true}";

    @Test
    void resolvesReferencesWithInstanceRoleAndWritesNoValueToDisk() throws Exception {
        server.metadata.awsAnswers.put("AmazonSSM.GetParameter " + PARAMETER, parameter());
        server.metadata.awsAnswers.put(
                "secretsmanager.GetSecretValue {\"SecretId\":\"app\"}",
                "{\"SecretString\":\"{\\\"key\\\":\\\"k-from-json\\\"}\"}");
        server.helloReplies.add(
                work(
                        null,
                        "printf %s \"$DB\" | wc -c; printf %s \"$DB$KEY\" | sha256sum | cut -c-8; echo $PLAIN",
                        false,
                        Map.of("DB", "ssm:/db", "KEY", "secretsmanager:app#key", "PLAIN", "x:y"),
                        List.of(),
                        List.of()));

        startAgent();

        assertThat(awaitEnd().problem()).isNull();
        String digest =
                Sha256.ofFile(Files.writeString(outsideState("both"), SECRET + "k-from-json"));
        assertThat(server.log())
                .isEqualTo("%d\n%s\nx:y\n".formatted(SECRET.length(), digest.substring(0, 8)));
        assertThat(Files.readString(recordFile("work.json"))).contains("ssm:/db");
        // A running agent renames files while they are listed.
        killAgent();
        Files.delete(outsideState("both"));
        assertThat(filesContaining("pa55")).isEmpty();
        assertThat(filesContaining("k-from-json")).isEmpty();
    }

    @Test
    void signsCallsForServiceAndRegion() throws Exception {
        server.metadata.awsAnswers.put("AmazonSSM.GetParameter " + PARAMETER, parameter());
        server.helloReplies.add(workWithSecret("ssm:/db"));

        startAgent();

        awaitEnd();
        MultiMap headers = server.metadata.awsCalls.getFirst();
        assertThat(headers.get("X-Amz-Security-Token")).isEqualTo("session");
        assertThat(headers.get("Authorization"))
                .contains("Credential=AKID/", "/eu-central-1/ssm/aws4_request")
                .isEqualTo(expectedSignature(headers, PARAMETER));
    }

    @Test
    void reportsUnreadableSecretWithAwsErrorCodeAndStartsNothing() throws Exception {
        server.helloReplies.add(workWithSecret("ssm:/none"));

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("NOT_STARTED");
        assertThat(ended.problem()).contains("DB", "ssm:/none", "ParameterNotFound");
        assertThat(server.log()).isEmpty();
    }

    @Test
    void reportsMissingSecretKeyWithoutSecretValue() throws Exception {
        server.metadata.awsAnswers.put(
                "secretsmanager.GetSecretValue {\"SecretId\":\"app\"}",
                "{\"SecretString\":\"{\\\"other\\\":\\\"pa55\\\"}\"}");
        server.helloReplies.add(workWithSecret("secretsmanager:app#key"));

        startAgent();

        assertThat(awaitEnd().problem())
                .contains("DB", "secretsmanager:app#key")
                .doesNotContain("pa55");
    }

    private static Work workWithSecret(String reference) {
        return work(null, "echo ran", false, Map.of("DB", reference), List.of(), List.of());
    }

    /** Signature computed as AWS does, from the received request. */
    private static String expectedSignature(MultiMap headers, String body) {
        String date = headers.get("X-Amz-Date");
        Instant at = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssX").parse(date, Instant::from);
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .uri(URI.create("http://" + headers.get("Host") + "/"))
                        .method(SdkHttpMethod.POST)
                        .putHeader("Content-Type", headers.get("Content-Type"))
                        .putHeader("X-Amz-Target", headers.get("X-Amz-Target"))
                        .build();
        return AwsV4HttpSigner.create()
                .sign(
                        sign ->
                                sign.identity(
                                                AwsSessionCredentialsIdentity.create(
                                                        "AKID", "key", "session"))
                                        .request(request)
                                        .payload(ContentStreamProvider.fromUtf8String(body))
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ssm")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                                        .putProperty(
                                                HttpSigner.SIGNING_CLOCK,
                                                Clock.fixed(at, ZoneOffset.UTC)))
                .request()
                .firstMatchingHeader("Authorization")
                .orElseThrow();
    }

    private static String parameter() {
        return new MessageCodec().write(Map.of("Parameter", Map.of("Value", SECRET)));
    }

    private Path outsideState(String name) {
        return machine.resolve(name);
    }

    private List<Path> filesContaining(String text) throws IOException {
        try (Stream<Path> files = Files.walk(machine)) {
            return files.filter(Files::isRegularFile).filter(f -> contains(f, text)).toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
