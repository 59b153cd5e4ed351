package io.jobarrays.localcloud.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jobarrays.localcloud.CloudFixture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Route53Exception;

class SignatureVerifierTest {
    private static final String DESCRIBE = "Action=DescribeRegions&Version=2016-11-15";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    @Test
    void wrongSecretIsRefused() {
        try (Ec2Client ec2 = CLOUD.client(Ec2Client.builder(), "wrong").build();
                Route53Client route53 = CLOUD.client(Route53Client.builder(), "wrong").build()) {
            Ec2Exception byEc2 = catchThrowableOfType(Ec2Exception.class, ec2::describeRegions);
            Route53Exception byRoute53 =
                    catchThrowableOfType(Route53Exception.class, route53::listHostedZones);

            assertThat(byEc2.statusCode()).isEqualTo(401);
            assertThat(byRoute53.statusCode()).isEqualTo(403);
            assertThat(byRoute53.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch");
        }
    }

    @Test
    void signedRequestIsAccepted() throws Exception {
        HttpResponse<String> answer = send(signed("ec2", Instant.now(), DESCRIBE), DESCRIBE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("<regionName>us-east-1</regionName>");
    }

    @Test
    void parametersOfASignedQueryAreOrderedByNameThenValue() throws Exception {
        String ids =
                IntStream.rangeClosed(1, 11)
                        .mapToObj("&InstanceId.%1$d=i-%1$017x"::formatted)
                        .collect(Collectors.joining());
        String path = "/?Action=DescribeInstances&Version=2016-11-15" + ids;
        SdkHttpRequest request = signed("ec2", Instant.now(), "", path, SdkHttpMethod.GET, owner());

        assertThat(send(request, "").body()).contains("InvalidInstanceID.NotFound");
    }

    @Test
    void changedBodyIsRefused() throws Exception {
        HttpResponse<String> answer =
                send(signed("ec2", Instant.now(), DESCRIBE), DESCRIBE.replace("Regions", "Images"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("<Code>AuthFailure</Code>");
    }

    @Test
    void requestOutsideTheClockSkewIsRefused() throws Exception {
        Instant tooOld = Instant.now().minus(Duration.ofMinutes(16));
        Instant inTheFuture = Instant.now().plus(Duration.ofMinutes(16));
        Instant justRecentEnough = Instant.now().minus(Duration.ofMinutes(14));

        assertThat(send(signed("ec2", tooOld, DESCRIBE), DESCRIBE).body())
                .contains("RequestExpired");
        assertThat(send(signed("ec2", inTheFuture, DESCRIBE), DESCRIBE).body())
                .contains("RequestExpired");
        assertThat(send(signed("ec2", justRecentEnough, DESCRIBE), DESCRIBE).statusCode())
                .isEqualTo(200);
    }

    @Test
    void signatureForAnotherServiceIsRefused() throws Exception {
        HttpResponse<String> answer = send(signed("ssm", Instant.now(), DESCRIBE), DESCRIBE);

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void unknownKeyIsRefused() throws Exception {
        String sts = "Action=GetCallerIdentity&Version=2011-06-15";
        SdkHttpRequest request =
                signed(
                        "sts",
                        Instant.now(),
                        sts,
                        AwsBasicCredentials.create("AKIAOTHER", "secret"));

        HttpResponse<String> answer = send(request, sts);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("<Code>InvalidClientTokenId</Code>");
    }

    @Test
    void requestWithoutSignatureIsRefusedOnEveryPath() throws Exception {
        for (String path : new String[] {"/", "/2013-04-01/hostedzone", "/_local/calls", "/x"}) {
            HttpRequest plain =
                    HttpRequest.newBuilder(URI.create(CLOUD.cloud().endpoint() + path)).build();

            assertThat(HTTP.send(plain, BodyHandlers.ofString()).statusCode()).isIn(401, 403);
        }
    }

    @Test
    void signedCallsAreCountedByOperation() throws Exception {
        CLOUD.ec2().describeSubnets();
        CLOUD.ec2().describeSubnets();
        CLOUD.route53().listHostedZones();

        SdkHttpRequest request =
                signed("ec2", Instant.now(), "", "/_local/calls", SdkHttpMethod.GET, owner());
        HttpResponse<String> answer = send(request, "");

        assertThat(answer.body())
                .contains("\"ec2:DescribeSubnets\"", "\"route53:ListHostedZones\"")
                .containsPattern("(?s)DescribeSubnets[^}]*\"count\" : 2\n");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    }

    private static SdkHttpRequest signed(String service, Instant at, String body) {
        return signed(service, at, body, owner());
    }

    private static SdkHttpRequest signed(
            String service, Instant at, String body, AwsBasicCredentials credentials) {
        return signed(service, at, body, "/", SdkHttpMethod.POST, credentials);
    }

    private static SdkHttpRequest signed(
            String service,
            Instant at,
            String body,
            String path,
            SdkHttpMethod method,
            AwsBasicCredentials credentials) {
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(method)
                        .uri(URI.create(CLOUD.cloud().endpoint() + path))
                        .putHeader("Content-Type", "application/x-www-form-urlencoded")
                        .build();
        AwsCredentialsIdentity identity =
                StaticCredentialsProvider.create(credentials).resolveCredentials();
        return AwsV4HttpSigner.create()
                .sign(
                        it ->
                                it.identity(identity)
                                        .request(request)
                                        .payload(ContentStreamProvider.fromUtf8String(body))
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                                        .putProperty(
                                                HttpSigner.SIGNING_CLOCK,
                                                Clock.fixed(at, ZoneOffset.UTC)))
                .request();
    }

    private static AwsBasicCredentials owner() {
        return AwsBasicCredentials.create(
                CLOUD.cloud().accessKey().id(), CLOUD.cloud().accessKey().secret());
    }

    private static HttpResponse<String> send(SdkHttpRequest signed, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(signed.getUri())
                        .method(
                                signed.method().name(),
                                HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        signed.headers().entrySet().stream()
                .filter(header -> !header.getKey().equals("Host"))
                .forEach(
                        header ->
                                header.getValue()
                                        .forEach(value -> request.header(header.getKey(), value)));
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
