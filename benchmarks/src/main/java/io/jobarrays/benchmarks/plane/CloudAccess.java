package io.jobarrays.benchmarks.plane;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.route53.Route53Client;

/** Endpoint and keys of the local cloud. */
public record CloudAccess(String endpoint, String region, String keyId, String secretKey) {
    /** Caller of this program's own calls in the counts of the local cloud. */
    public static final String HARNESS = "benchmark";

    /** Client of the control API, {@code /_local/}. */
    public CloudControlClient control() {
        return new CloudControlClient(this);
    }

    public Ec2Client ec2() {
        return Ec2Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(credentials()))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(userAgent())
                .build();
    }

    public Route53Client route53() {
        return Route53Client.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.of(region))
                .credentialsProvider(StaticCredentialsProvider.create(credentials()))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(userAgent())
                .build();
    }

    private static ClientOverrideConfiguration userAgent() {
        return ClientOverrideConfiguration.builder()
                .putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_PREFIX, HARNESS)
                .build();
    }

    AwsCredentials credentials() {
        return AwsBasicCredentials.create(keyId, secretKey);
    }
}
