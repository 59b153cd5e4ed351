package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * A killed local cloud leaves no process, namespace, mount or network interface. Runs alone: the
 * kernel gives the number of an ended namespace to a new one, which may be another cloud's.
 */
@Isolated
class CloudKillIT {
    private static final Duration CLEAN_UP_LIMIT = Duration.ofSeconds(5);
    private static final long MAX_DELAY_NANOS = 2_500_000_000L;
    private static final Duration OBSERVATION_INTERVAL = Duration.ofMillis(20);

    @TempDir Path directory = Path.of("");
    private List<String> hostResources = List.of();

    @BeforeEach
    void listHostResources() throws IOException {
        hostResources = hostResources();
    }

    @Test
    void leavesNothingWhenKilledWithRunningInstances() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        PackagedCloud cloud = start("running");
        ObservedProcesses processes = new ObservedProcesses(cloud.handle());
        processes.observe();
        int withoutInstances = processes.namespaces();

        killWhen(() -> running.getCount() == 0, cloud, processes, running);

        assertThat(processes.namespaces())
                .as("namespaces of two instances")
                .isGreaterThanOrEqualTo(withoutInstances + 2);
    }

    @Test
    void leavesNothingWhenKilled() throws Exception {
        killAtRandomMoments(2, 1);
    }

    @Test
    @Tag("campaign")
    void leavesNothingWhenKilledAtFiftyMoments() throws Exception {
        killAtRandomMoments(50, 2);
    }

    private void killAtRandomMoments(int rounds, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < rounds; round++) {
            PackagedCloud cloud = start("" + round);
            long moment = System.nanoTime() + random.nextLong(MAX_DELAY_NANOS);
            killWhen(
                    () -> System.nanoTime() - moment > 0,
                    cloud,
                    new ObservedProcesses(cloud.handle()),
                    new CountDownLatch(1));
        }
    }

    private PackagedCloud start(String name) throws IOException {
        return PackagedCloud.start(directory.resolve("cloud-" + name), "--capacity", "8");
    }

    /**
     * Observes the cloud's processes until the moment, kills it and waits for their end.
     *
     * @param running counted down when the instances run
     */
    private void killWhen(
            BooleanSupplier moment,
            PackagedCloud cloud,
            ObservedProcesses processes,
            CountDownLatch running)
            throws Exception {
        Thread calls = Thread.ofVirtual().start(() -> launchStopStartTerminate(cloud, running));
        await().pollInterval(OBSERVATION_INTERVAL)
                .atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            processes.observe();
                            return moment.getAsBoolean();
                        });
        assertThat(processes.left()).as("before the kill").isNotEmpty();

        cloud.kill();

        await().atMost(CLEAN_UP_LIMIT)
                .untilAsserted(
                        () -> {
                            assertThat(processes.left()).isEmpty();
                            assertThat(hostResources()).isEqualTo(hostResources);
                        });
        calls.join();
    }

    /** Calls until the cloud is killed. */
    private static void launchStopStartTerminate(PackagedCloud cloud, CountDownLatch running) {
        try (Ec2Client ec2 = client(cloud)) {
            while (cloud.isAlive()) {
                List<String> ids =
                        ec2
                                .runInstances(
                                        it ->
                                                it.imageId("ami-0abcdef1234567890")
                                                        .minCount(2)
                                                        .maxCount(2))
                                .instances()
                                .stream()
                                .map(Instance::instanceId)
                                .toList();
                untilAll(ec2, ids, "running");
                running.countDown();
                ec2.stopInstances(it -> it.instanceIds(ids));
                untilAll(ec2, ids, "stopped");
                ec2.startInstances(it -> it.instanceIds(ids));
                untilAll(ec2, ids, "running");
                ec2.terminateInstances(it -> it.instanceIds(ids));
            }
        } catch (IOException | SdkException killed) {
            // The test goes on when the cloud is killed.
        }
    }

    private static void untilAll(Ec2Client ec2, List<String> ids, String state) {
        await().atMost(Duration.ofMinutes(1))
                .until(
                        () ->
                                ec2
                                        .describeInstances(it -> it.instanceIds(ids))
                                        .reservations()
                                        .stream()
                                        .flatMap(it -> it.instances().stream())
                                        .allMatch(it -> it.state().nameAsString().equals(state)));
    }

    private static Ec2Client client(PackagedCloud cloud) throws IOException {
        return Ec2Client.builder()
                .endpointOverride(URI.create(cloud.jsonField("endpoint")))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        cloud.jsonField("access_key_id"),
                                        cloud.jsonField("secret_access_key"))))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** Mounts of cloud state and network interfaces in the host's own namespaces. */
    private static List<String> hostResources() throws IOException {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"));
                Stream<Path> interfaces = Files.list(Path.of("/sys/class/net"))) {
            return Stream.concat(
                            mounts.filter(line -> line.contains("/cloud-")),
                            interfaces.map(path -> "" + path.getFileName()).sorted())
                    .toList();
        }
    }
}
