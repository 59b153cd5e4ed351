package io.jobarrays.amazon;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkiverse.amazon.common.AmazonClient;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesResponse;
import software.amazon.awssdk.services.route53.Route53Client;

/** Injected clients use their configured endpoint, credentials and region. */
class ClientsTest {
    private static final EchoEndpoint EAST = new EchoEndpoint("east");
    private static final EchoEndpoint WEST = new EchoEndpoint("west");

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION =
            new QuarkusUnitTest()
                    .withApplicationRoot(jar -> jar.addClass(EchoEndpoint.class))
                    .overrideConfigKey("quarkus.ec2.sync-client.type", "url")
                    .overrideConfigKey("quarkus.ec2.endpoint-override", EAST.url())
                    .overrideConfigKey("quarkus.ec2.aws.region", "us-east-1")
                    .overrideConfigKey("quarkus.ec2.aws.credentials.type", "static")
                    .overrideConfigKey(
                            "quarkus.ec2.aws.credentials.static-provider.access-key-id", "EASTKEY")
                    .overrideConfigKey(
                            "quarkus.ec2.aws.credentials.static-provider.secret-access-key", "s")
                    .overrideConfigKey("quarkus.ec2.west.endpoint-override", WEST.url())
                    .overrideConfigKey("quarkus.ec2.west.aws.region", "us-west-1")
                    .overrideConfigKey("quarkus.route53.sync-client.type", "url")
                    .overrideConfigKey("quarkus.route53.endpoint-override", WEST.url())
                    .overrideConfigKey("quarkus.route53.aws.region", "us-east-1")
                    .overrideConfigKey("quarkus.route53.aws.credentials.type", "static")
                    .overrideConfigKey(
                            "quarkus.route53.aws.credentials.static-provider.access-key-id",
                            "DNSKEY")
                    .overrideConfigKey(
                            "quarkus.route53.aws.credentials.static-provider.secret-access-key",
                            "s");

    @Inject Ec2Client ec2;

    @Inject
    @AmazonClient("west")
    Ec2Client west;

    @Inject
    @AmazonClient("launch")
    Ec2Client launch;

    @Inject Route53Client route53;

    // Called once for each of the two class loaders that load this class.
    @AfterAll
    static void stop() {
        EAST.close();
        WEST.close();
    }

    @Test
    void ec2ClientUsesConfiguredEndpointCredentialsAndRegion() {
        String zone = zone(ec2.describeAvailabilityZones());

        assertThat(zone).startsWith("east EASTKEY/").endsWith("/us-east-1/ec2/aws4_request");
    }

    @Test
    void namedClientUsesItsSettingsAndInheritsTheDefaults() {
        String zone = zone(west.describeAvailabilityZones());

        assertThat(zone).startsWith("west EASTKEY/").endsWith("/us-west-1/ec2/aws4_request");
    }

    @Test
    void namedClientWithoutSettingsUsesTheDefaults() {
        String zone = zone(launch.describeAvailabilityZones());

        assertThat(zone).startsWith("east EASTKEY/").endsWith("/us-east-1/ec2/aws4_request");
    }

    @Test
    void route53ClientUsesConfiguredEndpointAndCredentials() {
        String zone = route53.listHostedZones().hostedZones().getFirst().name();

        assertThat(zone).startsWith("west DNSKEY/").endsWith("/us-east-1/route53/aws4_request");
    }

    private static String zone(DescribeAvailabilityZonesResponse answer) {
        return answer.availabilityZones().getFirst().zoneName();
    }
}
