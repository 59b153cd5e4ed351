package io.jobarrays.amazon;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.route53.Route53Client;

/**
 * Dev service: starts a local cloud when no endpoint is configured, and configures the application.
 */
class DevServiceTest {
    private static final String PROGRAM = "../../../local-cloud/target/local-cloud/local-cloud.jar";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION =
            new QuarkusUnitTest()
                    .withEmptyApplication()
                    .overrideConfigKey("quarkus.ec2.sync-client.type", "url")
                    .overrideConfigKey("quarkus.route53.sync-client.type", "url")
                    .overrideConfigKey("quarkus.ec2.devservices.local-cloud.program", PROGRAM);

    @Inject Ec2Client ec2;
    @Inject Route53Client route53;

    @ConfigProperty(name = "spawn.state-dir")
    Path state;

    @ConfigProperty(name = "spawn.public-url")
    String publicUrl;

    @ConfigProperty(name = "spawn.identity.certificate")
    Path certificate;

    @Test
    void ec2ClientCallsTheLocalCloud() {
        var zones = ec2.describeAvailabilityZones().availabilityZones();

        assertThat(zones).isNotEmpty();
    }

    @Test
    void route53ClientCallsTheLocalCloud() {
        var zones = route53.listHostedZones().hostedZones();

        assertThat(zones).isNotNull();
    }

    @Test
    void configuresStateDirectoryPublicUrlAndIdentityCertificate() {
        assertThat(state).isDirectory();
        assertThat(Files.exists(state.resolve("cloud/cloud.json"))).isTrue();
        assertThat(publicUrl).isEqualTo("http://169.254.169.252");
        assertThat(certificate).isEqualTo(state.resolve("cloud/identity.pem"));
    }
}
