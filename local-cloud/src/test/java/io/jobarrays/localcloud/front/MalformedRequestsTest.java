package io.jobarrays.localcloud.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import io.jobarrays.localcloud.CloudFixture;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.route53.EmulatedZones;
import io.jobarrays.localcloud.route53.Route53;
import io.jobarrays.localcloud.route53.Route53Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Malformed, huge, slow and many requests: errors in AWS's form, and others are still served. */
class MalformedRequestsTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    private static final int MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "'Version=2016-11-15', MissingAction",
        "'Action=Describe%20Everything&Version=2016-11-15', NotImplemented",
        "'Action=DescribeInstances&Filter.x.Name=a', UnknownParameter",
        "'Action=DescribeInstances&Filter.99999999999.Name=a', UnknownParameter",
        "'Action=DescribeInstances&InstanceId.1.2.3=a', UnknownParameter",
        "'Action=DescribeInstances&MaxResults=many', InvalidParameterValue",
        "'Action=RunInstances&MinCount=99999999999', InvalidParameterValue",
        "'Action=DescribeInstances&=x&&&Filter', UnknownParameter",
        "'Action=DescribeInstances&Filter.1.Name=%zz', MalformedQueryString"
    })
    void malformedQueryHasAnErrorOfEc2(String body, String code) throws Exception {
        assertError(CLOUD.signed().query("ec2", body), "<Response><Errors><Error>", code);
    }

    @Test
    void queryWithTooManyParametersIsRefused() throws Exception {
        String body =
                IntStream.range(0, 10_001)
                        .mapToObj(i -> "p" + i + "=")
                        .collect(Collectors.joining("&", "Action=DescribeInstances&", ""));

        assertError(
                CLOUD.signed().query("ec2", body),
                "<Response><Errors><Error>",
                "MalformedQueryString");
    }

    @Test
    void malformedXmlHasAnErrorOfRoute53() throws Exception {
        String deep = "<a>".repeat(50_000);
        String entities = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>";
        String nested = "<R><Name>" + "<a>".repeat(50) + "</a>".repeat(50) + "</Name></R>";

        for (String body :
                List.of("", "<", "no xml", deep, deep + "</a>".repeat(50_000), entities)) {
            assertError(
                    CLOUD.signed().rest(SdkHttpMethod.POST, "hostedzone", body),
                    "<ErrorResponse",
                    "MalformedInput");
        }
        assertError(
                CLOUD.signed().rest(SdkHttpMethod.POST, "hostedzone", nested),
                "<ErrorResponse",
                "InvalidInput");
    }

    @Test
    void pathOfSlashesOnlyIsNoOperationOfRoute53() {
        var route53 =
                new Route53Api(
                        new Route53(new EmulatedZones(), new SizeLimits(), Clock.systemUTC()));
        HttpCall call = new HttpCall("GET", "/2013-04-01//", "", new Headers(), new byte[0]);

        assertThat(route53.operation(call)).isEmpty();
    }

    @Test
    void xmlOfManyElementsIsRefused() throws Exception {
        assertError(
                CLOUD.signed()
                        .rest(
                                SdkHttpMethod.POST,
                                "hostedzone",
                                "<R>" + "<a/>".repeat(1_000_000) + "</R>"),
                "<ErrorResponse",
                "MalformedInput");
    }

    @Test
    void malformedJsonHasAnErrorOfItsService() throws Exception {
        for (String body : List.of("", "{", "[1]", "{\"Name\":" + "[".repeat(50_000))) {
            HttpResponse<String> answer =
                    CLOUD.signed().json("ssm", "AmazonSSM.GetParameter", body);

            assertThat(answer.body()).contains("\"__type\":\"SerializationException\"");
            assertThat(answer.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void jsonOfAnUnknownServiceIsNotReadAsForm() throws Exception {
        assertError(
                CLOUD.signed().json("ec2", "DynamoDB_20120810.GetItem", "{\"Key\":\"100%\"}"),
                "<Response><Errors><Error>",
                "MissingAction");
    }

    @Test
    void hugeBodyIsRefusedInTheFormOfItsService() throws Exception {
        String huge = "x".repeat(4 * MIB + 1);

        assertError(
                CLOUD.signed().query("ec2", huge),
                "<Response><Errors><Error>",
                "RequestEntityTooLarge");
        assertError(
                CLOUD.signed().rest(SdkHttpMethod.POST, "hostedzone", huge),
                "<ErrorResponse",
                "RequestEntityTooLarge");
    }

    @Test
    void slowLargeBodiesTakeLimitedMemoryAndSmallRequestsAreServed() throws Exception {
        List<Socket> slow = new ArrayList<>();
        String large = "Action=DescribeInstances&Filter=" + "x".repeat(MIB);
        try {
            for (int i = 0; i < 20; i++) {
                slow.add(announce(4 * MIB, MIB));
            }
            await().until(
                            () ->
                                    CLOUD.signed()
                                            .query("ec2", large)
                                            .body()
                                            .contains("<Code>ServiceUnavailable</Code>"));
            assertThat(CLOUD.ec2().describeRegions().regions()).hasSize(1);
            try (Socket refused = announce(4 * MIB, 4 * MIB)) {
                assertThat(statusLine(refused)).contains(" 503 ");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        await().untilAsserted(
                        () ->
                                assertError(
                                        CLOUD.signed().query("ec2", large),
                                        "<Response><Errors><Error>",
                                        "UnknownParameter"));
    }

    @Test
    void thousandsOfOpenConnectionsDoNotKeepOthersFromBeingServed() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 2000; i++) {
                open.add(announce(1000, 10));
            }

            assertThat(CLOUD.ec2().describeRegions().regions()).hasSize(1);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /** Begins a request with a body of which only a part is sent. */
    private static Socket announce(int length, int sent) throws IOException {
        URI endpoint = URI.create(CLOUD.cloud().endpoint());
        Socket socket = new Socket(endpoint.getHost(), endpoint.getPort());
        OutputStream out = socket.getOutputStream();
        out.write(
                "POST / HTTP/1.1\r\nHost: local\r\nContent-Length: %d\r\n\r\n"
                        .formatted(length)
                        .getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[sent]);
        out.flush();
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        return new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
    }

    private static void assertError(HttpResponse<String> answer, String form, String code) {
        assertThat(answer.body())
                .contains(form, "<Code>" + code + "</Code>")
                .doesNotContain("Exception", "\tat ");
        assertThat(answer.statusCode()).isBetween(400, 599).isNotEqualTo(500);
    }
}
