package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;

/** A killed local cloud leaves no process, namespace, mount or network interface. */
class CloudKillIT {
    private static final Duration CLEAN_UP_LIMIT = Duration.ofSeconds(5);
    private static final int MAX_DELAY_MILLIS = 2500;

    @TempDir Path directory = Path.of("");

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
            Path state = directory.resolve("cloud-" + round);
            List<String> before = hostResources();
            PackagedCloud cloud = PackagedCloud.start(state, "--capacity", "8");
            Thread calls = Thread.ofVirtual().start(() -> launchStopStartTerminate(cloud));
            Thread.sleep(random.nextInt(MAX_DELAY_MILLIS));

            cloud.kill();

            int killed = round;
            await().atMost(CLEAN_UP_LIMIT)
                    .untilAsserted(
                            () -> {
                                assertThat(processesOf(state)).as("round %d", killed).isEmpty();
                                assertThat(hostResources()).isEqualTo(before);
                            });
            calls.join();
        }
    }

    /** Calls until the cloud is killed. */
    private static void launchStopStartTerminate(PackagedCloud cloud) {
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

    /** Command lines of processes that know the state directory or have its mounts. */
    private static List<String> processesOf(Path state) {
        TreeMap<Long, String> found = new TreeMap<>();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .forEach(
                        process -> {
                            Path proc = Path.of("/proc/" + process.pid());
                            String line = read(proc.resolve("cmdline")).replace('\0', ' ');
                            String mounts = read(proc.resolve("mountinfo"));
                            if ((line + mounts).contains(state.toString())) {
                                found.put(process.pid(), line);
                            }
                        });
        return List.copyOf(found.values());
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

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException ended) {
            return "";
        }
    }
}
