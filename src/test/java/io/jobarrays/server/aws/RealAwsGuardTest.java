package io.jobarrays.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.SpawnConfig.Cloud;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server calls AWS only with spawn.cloud=aws. */
class RealAwsGuardTest {
    private static final String KEY = "quarkus.ec2.endpoint-override";

    @Test
    void refusesMissingEndpoint() {
        var objection = RealAwsGuard.objection(Cloud.LOCAL, KEY, Optional.empty());

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
        var objection = RealAwsGuard.objection(Cloud.LOCAL, KEY, Optional.of(endpoint));

        assertThat(objection).hasValueSatisfying(s -> assertThat(s).contains("is AWS itself"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:4566", "http://localstack:4566", "http://notaws:1"})
    void acceptsLocalEndpoint(URI endpoint) {
        assertThat(RealAwsGuard.objection(Cloud.LOCAL, KEY, Optional.of(endpoint))).isEmpty();
    }

    @Test
    void acceptsMissingEndpointForCloudAws() {
        assertThat(RealAwsGuard.objection(Cloud.AWS, KEY, Optional.empty())).isEmpty();
    }
}
