package io.jobarrays.localcloud.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.SignedRequests;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

class WebIdentityTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    private static final String CALLER = "Action=GetCallerIdentity&Version=2011-06-15";
    private static final String LISTING = "Action=DescribeInstances&Version=2016-11-15";

    @Test
    void sessionOfARoleMakesEveryCallUntilItExpires() throws Exception {
        String answer = assume(token()).body();
        SignedRequests session =
                new SignedRequests(
                        CLOUD.cloud().endpoint(),
                        AwsSessionCredentials.create(
                                element(answer, "AccessKeyId"),
                                element(answer, "SecretAccessKey"),
                                element(answer, "SessionToken")));

        assertThat(session.query("ec2", LISTING).statusCode()).isEqualTo(200);
        assertThat(session.query("sts", CALLER).body())
                .contains("<Arn>arn:aws:sts::435415984226:assumed-role/spawn/pod</Arn>");

        CLOUD.advanceClock(Duration.ofSeconds(901));
        assertThat(session.query("ec2", LISTING).body()).contains("AuthFailure");
        CLOUD.advanceClock(Duration.ofSeconds(-901));
    }

    @Test
    void anotherTokenGetsNoSession() throws Exception {
        HttpResponse<String> refused = assume(token() + "x");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("<Code>InvalidIdentityToken</Code>");
    }

    @Test
    void onlyTheOwnerOfTheCloudReadsTheToken() throws IOException {
        assertThat(Files.getPosixFilePermissions(CLOUD.state().resolve("web-identity-token")))
                .extracting(Enum::name)
                .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    }

    private static String token() throws IOException {
        return Files.readString(CLOUD.state().resolve("web-identity-token"));
    }

    /** As the SDK calls it: without a signature. */
    private static HttpResponse<String> assume(String token) throws Exception {
        String form =
                "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&DurationSeconds=900"
                        + "&RoleArn=arn:aws:iam::435415984226:role/spawn&RoleSessionName=pod"
                        + "&WebIdentityToken="
                        + URLEncoder.encode(token, StandardCharsets.UTF_8);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(CLOUD.cloud().endpoint()))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static String element(String xml, String name) {
        Matcher element = Pattern.compile("<%1$s>([^<]+)</%1$s>".formatted(name)).matcher(xml);
        assertThat(element.find()).as(xml).isTrue();
        return element.group(1);
    }
}
