package io.jobarrays.localcloud;

import io.jobarrays.localcloud.base.CloudStateDirectory;
import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.ec2.instance.capacity.Capacity;
import io.jobarrays.localcloud.machines.MachinesFactory;
import io.jobarrays.localcloud.machines.host.HostView;
import io.jobarrays.localcloud.machines.scale.ScaleDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.route53.Route53Client;

/** A cloud for one test class, with SDK clients for it. */
@SuppressWarnings("NullAway.Init") // set before all tests
public final class CloudFixture implements BeforeAllCallback, AfterAllCallback {
    /** For objects in S3; small, so that a test can fill it. */
    public static final long S3_BYTES = 64L << 20;

    private final Capacity capacity;
    private final boolean inNamespaces;
    private final FakeMachines machines = new FakeMachines();
    private final TestClock clock = new TestClock(Instant.now());
    private Path directory;
    private CloudStateDirectory state;
    private Cloud cloud;
    private GuestServices guest;
    private Ec2Client ec2;
    private Route53Client route53;

    public CloudFixture(int capacity) {
        this(new Capacity(capacity));
    }

    public CloudFixture(Capacity capacity) {
        this(capacity, false);
    }

    private CloudFixture(Capacity capacity, boolean inNamespaces) {
        this.capacity = capacity;
        this.inNamespaces = inNamespaces;
    }

    /** A cloud with the processes of this machine as instances. */
    public static CloudFixture inNamespaces(int capacity) {
        return new CloudFixture(new Capacity(capacity), true);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        directory = Files.createTempDirectory("cloud");
        state = CloudStateDirectory.open(directory.resolve("state"));
        SharedIdentityKey.put(state);
        cloud = Cloud.start(state, 0, 0, capacity, this::machines, S3_BYTES, clock);
        cloud.limits().enableAll(false);
        ec2 = client(Ec2Client.builder(), cloud.accessKey().secret()).build();
        route53 = client(Route53Client.builder(), cloud.accessKey().secret()).build();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        ec2.close();
        route53.close();
        cloud.close();
        state.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    public Cloud cloud() {
        return cloud;
    }

    public FakeMachines machines() {
        return machines;
    }

    public GuestServices guest() {
        return guest;
    }

    public Ec2Client ec2() {
        return ec2;
    }

    public Route53Client route53() {
        return route53;
    }

    /** Requests signed with the account's key. */
    public SignedRequests signed() {
        return new SignedRequests(
                cloud.endpoint(),
                AwsBasicCredentials.create(cloud.accessKey().id(), cloud.accessKey().secret()));
    }

    public Path state() {
        return state.path();
    }

    /** Moves the cloud's real-time clock; clients keep the real time. */
    public void advanceClock(Duration time) {
        clock.advance(time);
    }

    /** Configures a client for this cloud with the given secret. */
    public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B client(
            B builder, String secret) {
        return builder.endpointOverride(URI.create(cloud.endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(cloud.accessKey().id(), secret)))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)));
    }

    private Machines machines(GuestServices services) throws IOException {
        guest = services;
        return inNamespaces
                ? MachinesFactory.open(
                        state.path(),
                        ScaleDirectory.create(state.path(), Optional.empty()),
                        services,
                        directory.resolve("server.json"),
                        HostView.of(state.path(), Optional.empty(), List.of()))
                : machines;
    }
}
