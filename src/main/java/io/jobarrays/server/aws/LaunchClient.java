package io.jobarrays.server.aws;

import io.quarkiverse.amazon.common.AmazonClient;
import io.quarkiverse.amazon.common.AmazonClientBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;

/**
 * EC2 client for RunInstances without retries, {@code @AmazonClient(LaunchClient.NAME)}. {@code
 * InsufficientInstanceCapacity} is an HTTP 500, which the SDK would retry for minutes; {@link
 * AwsFailure.Kind} decides about retries instead.
 */
public class LaunchClient {
    public static final String NAME = "launch";

    @Produces
    @ApplicationScoped
    @AmazonClient(NAME)
    Ec2Client client(@AmazonClientBuilder(NAME) Ec2ClientBuilder builder) {
        var withoutRetries =
                builder.overrideConfiguration().toBuilder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .build();
        return builder.overrideConfiguration(withoutRetries).build();
    }

    void close(@Disposes @AmazonClient(NAME) Ec2Client client) {
        client.close();
    }
}
