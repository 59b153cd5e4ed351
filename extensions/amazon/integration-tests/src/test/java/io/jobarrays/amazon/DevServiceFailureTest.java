package io.jobarrays.amazon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** A local cloud that fails to start fails the application's start with its log. */
class DevServiceFailureTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION =
            new QuarkusUnitTest()
                    .withEmptyApplication()
                    .overrideConfigKey("quarkus.ec2.sync-client.type", "url")
                    .overrideConfigKey("quarkus.ec2.devservices.local-cloud.program", "missing.jar")
                    .assertException(
                            failure ->
                                    assertThat(failure)
                                            .hasStackTraceContaining(
                                                    "the local cloud ended with exit code 1")
                                            .hasStackTraceContaining("Unable to access jarfile"));

    @Inject Ec2Client ec2;

    @Test
    void applicationDoesNotStartWithoutLocalCloud() {
        fail("the application started without the local cloud");
    }
}
