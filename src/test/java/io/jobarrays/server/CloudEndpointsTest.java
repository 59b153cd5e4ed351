package io.jobarrays.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.SpawnConfig.Cloud;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server calls AWS only with spawn.cloud=aws. */
class CloudEndpointsTest {
    private static final String EC2 = "quarkus.ec2.endpoint-override";
    private static final String ROUTE53 = "quarkus.route53.endpoint-override";
    private static final Optional<URI> EMULATOR = Optional.of(URI.create("http://127.0.0.1:5000"));

    @Test
    void refusesMissingEndpoint() {
        var objection = CloudEndpoints.objection(Cloud.LOCAL, Map.of(EC2, Optional.empty()));

        assertThat(objection)
                .contains(
                        "quarkus.ec2.endpoint-override names no local cloud; start one with"
                                + " \"spawn up\", or set spawn.cloud=aws to use an AWS account");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ec2.us-east-1.amazonaws.com",
                "https://EC2.us-east-1.AmazonAWS.com:443/",
                "https://ec2.cn-north-1.amazonaws.com.cn",
                "https://ec2.us-east-1.api.aws",
            })
    void refusesEndpointOfAws(URI endpoint) {
        var objection = CloudEndpoints.objection(Cloud.LOCAL, Map.of(EC2, Optional.of(endpoint)));

        assertThat(objection).hasValueSatisfying(s -> assertThat(s).contains("is AWS itself"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:4566", "http://localstack:4566", "http://notaws:1"})
    void acceptsLocalEndpoint(URI endpoint) {
        assertThat(CloudEndpoints.objection(Cloud.LOCAL, Map.of(EC2, Optional.of(endpoint))))
                .isEmpty();
    }

    @Test
    void acceptsMissingEndpointsForCloudAws() {
        assertThat(objectionForAws(Optional.empty(), Optional.empty())).isEmpty();
    }

    @Test
    void acceptsAnotherEndpointForBothServices() {
        assertThat(objectionForAws(EMULATOR, EMULATOR)).isEmpty();
    }

    @Test
    void acceptsEndpointOfAwsForOneService() {
        var vpcEndpoint =
                Optional.of(URI.create("https://vpce-1.ec2.us-east-1.vpce.amazonaws.com"));

        assertThat(objectionForAws(vpcEndpoint, Optional.empty())).isEmpty();
    }

    @Test
    void refusesAnotherEndpointForOneServiceOnly() {
        assertThat(objectionForAws(EMULATOR, Optional.empty()))
                .contains(
                        "quarkus.ec2.endpoint-override=http://127.0.0.1:5000 is not AWS, but another"
                                + " service is called at AWS; set quarkus.ec2.endpoint-override and"
                                + " quarkus.route53.endpoint-override, or none of them to use AWS");
        assertThat(objectionForAws(Optional.empty(), EMULATOR))
                .hasValueSatisfying(s -> assertThat(s).startsWith(ROUTE53));
        assertThat(
                        objectionForAws(
                                EMULATOR, Optional.of(URI.create("https://route53.amazonaws.com"))))
                .isPresent();
    }

    private static Optional<String> objectionForAws(Optional<URI> ec2, Optional<URI> route53) {
        Map<String, Optional<URI>> endpoints = new LinkedHashMap<>();
        endpoints.put(EC2, ec2);
        endpoints.put(ROUTE53, route53);
        return CloudEndpoints.objection(Cloud.AWS, endpoints);
    }
}
