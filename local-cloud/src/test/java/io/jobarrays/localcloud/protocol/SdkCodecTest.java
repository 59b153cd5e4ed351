package io.jobarrays.localcloud.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jobarrays.localcloud.faults.FaultTarget;
import io.jobarrays.localcloud.faults.Faults;
import io.jobarrays.localcloud.front.CallCounts;
import io.jobarrays.localcloud.front.CallGate;
import io.jobarrays.localcloud.front.FrontEndpoint;
import io.jobarrays.localcloud.front.HttpCall;
import io.jobarrays.localcloud.front.HttpReply;
import io.jobarrays.localcloud.front.SignatureVerifier;
import io.jobarrays.localcloud.keys.AccessKey;
import io.jobarrays.localcloud.keys.RoleKeys;
import io.jobarrays.localcloud.limits.ApiLimits;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateFleetRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.ChangeResourceRecordSetsRequest;
import software.amazon.awssdk.services.route53.model.CreateHostedZoneRequest;
import software.amazon.awssdk.services.route53.model.ListHostedZonesResponse;
import software.amazon.awssdk.services.route53.model.ListResourceRecordSetsResponse;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Round trip of every model field through the SDK's client and a running endpoint. */
@SuppressWarnings("NullAway.Init") // set before all tests
class SdkCodecTest {
    private static final AccessKey KEY = new AccessKey("AKIATEST", "secret");
    private static final EchoApi EC2 = new EchoApi("ec2");
    private static final EchoApi ROUTE53 = new EchoApi("route53");
    private static FrontEndpoint front;
    private static Ec2Client ec2;
    private static Route53Client route53;

    @BeforeAll
    static void start() throws IOException {
        Clock clock = Clock.systemUTC();
        front =
                FrontEndpoint.serve(
                        FrontEndpoint.bind(0),
                        new SignatureVerifier(KEY, new RoleKeys(clock), "us-east-1", clock),
                        List.of(ROUTE53, EC2),
                        new CallGate(
                                new CallCounts(),
                                new ApiLimits(Set.of(), () -> 0),
                                new Faults(() -> 0),
                                (operation, request) -> FaultTarget.of(operation)),
                        request -> HttpReply.json(404, "text/plain", request.path()));
        URI endpoint = URI.create("http://127.0.0.1:" + front.port());
        var credentials =
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(KEY.id(), KEY.secret()));
        ec2 =
                Ec2Client.builder()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials)
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
        route53 =
                Route53Client.builder()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials)
                        .httpClient(UrlConnectionHttpClient.create())
                        .build();
    }

    @AfterAll
    static void stop() {
        ec2.close();
        route53.close();
        front.close();
    }

    @Test
    void ec2RequestsAreReadAsSent() {
        assertRequestArrives(RunInstancesRequest::builder, ec2::runInstances);
        assertRequestArrives(DescribeInstancesRequest::builder, ec2::describeInstances);
        assertRequestArrives(CreateTagsRequest::builder, ec2::createTags);
        assertRequestArrives(CreateFleetRequest::builder, ec2::createFleet);
        assertRequestArrives(DescribeSubnetsRequest::builder, ec2::describeSubnets);
    }

    @Test
    void ec2ResponsesAreReadAsWritten() {
        RunInstancesResponse launched = new ModelSamples().fill(RunInstancesResponse.builder());
        DescribeInstancesResponse instances =
                new ModelSamples().fill(DescribeInstancesResponse.builder());
        DescribeInstanceTypesResponse types =
                new ModelSamples().fill(DescribeInstanceTypesResponse.builder());

        EC2.answer(it -> xml("RunInstancesResponse", launched));
        assertThat(ec2.runInstances(it -> it.minCount(1).maxCount(1)).equalsBySdkFields(launched))
                .isTrue();
        EC2.answer(it -> xml("DescribeInstancesResponse", instances));
        assertThat(ec2.describeInstances().equalsBySdkFields(instances)).isTrue();
        EC2.answer(it -> xml("DescribeInstanceTypesResponse", types));
        assertThat(ec2.describeInstanceTypes(it -> {}).equalsBySdkFields(types)).isTrue();
    }

    @Test
    void route53RequestsAreReadAsSent() {
        var zone = new ModelSamples().fill(CreateHostedZoneRequest.builder());
        var change =
                new ModelSamples()
                        .fill(ChangeResourceRecordSetsRequest.builder()).toBuilder()
                                .hostedZoneId("Z1")
                                .build();

        CreateHostedZoneRequest zoneArrived =
                receivedRequest(
                        it -> XmlReader.read(it.body(), CreateHostedZoneRequest.builder()),
                        "CreateHostedZoneResponse",
                        () -> route53.createHostedZone(zone));
        ChangeResourceRecordSetsRequest changeArrived =
                receivedRequest(
                        it -> XmlReader.read(it.body(), ChangeResourceRecordSetsRequest.builder()),
                        "ChangeResourceRecordSetsResponse",
                        () -> route53.changeResourceRecordSets(change));

        assertThat(zoneArrived).isEqualTo(zone);
        assertThat(changeArrived.changeBatch()).isEqualTo(change.changeBatch());
    }

    @Test
    void route53ResponsesAreReadAsWritten() {
        var records = new ModelSamples().fill(ListResourceRecordSetsResponse.builder());
        var zones = new ModelSamples().fill(ListHostedZonesResponse.builder());

        ROUTE53.answer(it -> xml("ListResourceRecordSetsResponse", records));
        assertThat(
                        route53.listResourceRecordSets(it -> it.hostedZoneId("Z1"))
                                .equalsBySdkFields(records))
                .isTrue();
        ROUTE53.answer(it -> xml("ListHostedZonesResponse", zones));
        assertThat(route53.listHostedZones().equalsBySdkFields(zones)).isTrue();
    }

    @Test
    void unknownParameterIsRefused() {
        QueryReader reader =
                new QueryReader(Map.of("Action", "DescribeSubnets", "SubnetIdentifier.1", "x"));

        assertThatExceptionOfType(AwsError.class)
                .isThrownBy(() -> reader.read(DescribeSubnetsRequest.builder()))
                .withMessage("The parameter SubnetIdentifier.1 is not recognized");
    }

    @Test
    void valueOfAnotherTypeIsRefused() {
        QueryReader reader = new QueryReader(Map.of("MaxResults", "many"));

        assertThatExceptionOfType(AwsError.class)
                .isThrownBy(() -> reader.read(DescribeSubnetsRequest.builder()))
                .withMessageContaining("Invalid value 'many' for MaxResults");
    }

    @Test
    void characterThatXmlLacksIsReplaced() {
        String xml = new XmlWriter().element("a", "\u0001\uFFFE\uD800 \t\n\uD83D\uDE00").toString();

        assertThat(xml).endsWith("<a>\uFFFD\uFFFD\uFFFD \t\n\uD83D\uDE00</a>");
    }

    @Test
    void bodyWithADocumentTypeIsRefused() {
        byte[] body =
                "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"
                        .getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(AwsError.class)
                .isThrownBy(() -> XmlReader.read(body, CreateHostedZoneRequest.builder()))
                .withMessageContaining("DOCTYPE");
    }

    private static <Q, B extends SdkBuilder<B, Q> & SdkPojo> void assertRequestArrives(
            Supplier<B> builder, Consumer<Q> call) {
        Q sent = new ModelSamples().fill(builder.get());
        AtomicReference<Object> received = new AtomicReference<>("nothing");
        EC2.answer(
                it -> {
                    received.set(new QueryReader(it.formParameters()).read(builder.get()));
                    return "<Response/>";
                });

        call.accept(sent);

        assertThat(received.get()).isEqualTo(sent);
    }

    private static <Q> Q receivedRequest(Function<HttpCall, Q> read, String root, Runnable call) {
        AtomicReference<@Nullable Q> received = new AtomicReference<>();
        ROUTE53.answer(
                it -> {
                    received.set(read.apply(it));
                    return "<" + root + "/>";
                });
        call.run();
        return Objects.requireNonNull(received.get());
    }

    private static String xml(String root, SdkPojo model) {
        return new XmlWriter().root(root, "urn:echo").model(model).close(root).toString();
    }
}
