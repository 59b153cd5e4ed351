package io.jobarrays.endtoend;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionTimeoutException;

/** Carries out one {@link FaultSeed} and collects what violates the invariants. */
final class FaultSeedRun {
    /** TTL and barrier timeout of the arrays end them long before. */
    private static final Duration END_LIMIT = Duration.ofMinutes(6);

    private static final Duration CLEANUP_LIMIT = Duration.ofSeconds(90);

    private final TestControlPlane plane;
    private final AwsCli aws;
    private final TestCloud cloud;
    private final FaultSeed seed;
    private final Set<String> killed = new HashSet<>();
    private final List<String> violations = new ArrayList<>();

    private FaultSeedRun(TestControlPlane plane, AwsCli aws, FaultSeed seed) {
        this.plane = plane;
        this.aws = aws;
        this.cloud = new TestCloud(plane);
        this.seed = seed;
    }

    static List<String> violations(TestControlPlane plane, AwsCli aws, FaultSeed seed)
            throws IOException, InterruptedException {
        FaultSeedRun run = new FaultSeedRun(plane, aws, seed);
        run.cloud.resetLimits();
        seed.faults().forEach(run.cloud::setFault);
        run.submit();
        run.strike();
        run.awaitEnd();
        run.cloud.removeFaults();
        run.check();
        return run.violations;
    }

    private void submit() throws IOException {
        Path xml = plane.files("seed").resolve("seed%d.xml".formatted(seed.number()));
        Files.writeString(xml, seed.jobXml());
        plane.run("submit", "" + xml);
    }

    private void strike() throws IOException, InterruptedException {
        Instant begin = Instant.now();
        for (FaultSeed.Kill kill :
                seed.kills().stream()
                        .sorted(Comparator.comparing(FaultSeed.Kill::after))
                        .toList()) {
            // The seed gives the time of each kill, so that a failing one can be repeated.
            Thread.sleep(
                    Math.max(
                            0,
                            Duration.between(Instant.now(), begin.plus(kill.after())).toMillis()));
            switch (kill.target()) {
                case SERVER -> plane.killServer();
                case SERVER_TWICE -> {
                    plane.killServer();
                    killBeforeReady();
                }
                case INSTANCE -> terminateOne();
            }
            plane.run("up");
        }
    }

    /** {@code up} fails, since the process that it waits for ends. */
    private void killBeforeReady() throws IOException {
        ProgramRun.Going up = plane.begin("up");
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> startingServer().isPresent() || !up.process().isAlive());
        startingServer().ifPresent(ProcessHandle::destroyForcibly);
        up.end(TestControlPlane.CONDITION_TIMEOUT);
    }

    private Optional<ProcessHandle> startingServer() {
        return ProcessList.of(plane.state()).entrySet().stream()
                .filter(process -> process.getValue().contains("quarkus-run.jar"))
                .findFirst()
                .flatMap(process -> ProcessHandle.of(process.getKey()));
    }

    private void terminateOne() {
        List<String> live = plane.liveInstances();
        if (!live.isEmpty()) {
            killed.add(live.getFirst());
            aws.attempt("ec2", "terminate-instances", "--instance-ids", live.getFirst());
        }
    }

    private void awaitEnd() {
        try {
            await().atMost(END_LIMIT)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> executionEnded() && plane.api().json("/arrays").isEmpty());
        } catch (ConditionTimeoutException e) {
            violations.add(
                    "after %s: execution %s, live arrays: %s"
                            .formatted(
                                    END_LIMIT, execution().path("state"), plane.run("list").out()));
        }
    }

    private boolean executionEnded() {
        return List.of("COMPLETED", "FAILED", "STOPPED")
                .contains(execution().path("state").asText());
    }

    private JsonNode execution() {
        return plane.api().json("/executions?definition=seed%d".formatted(seed.number())).path(0);
    }

    private void check() {
        for (FaultSeed.Stage stage : seed.stages()) {
            if (plane.api().text("/arrays/" + stage.name()).isPresent()) {
                ReliabilityInvariants.violations(
                                plane, aws, stage.name(), stage.restartsTogether(), killed)
                        .forEach(sentence -> violations.add(stage.name() + sentence));
            }
        }
        try {
            await().atMost(CLEANUP_LIMIT)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> liveInstances().isEmpty() && names().isEmpty());
        } catch (ConditionTimeoutException e) {
            List<String> instances = liveInstances();
            List<String> names = names();
            // On a busy machine a look by the AWS CLI takes longer than the limit.
            if (!instances.isEmpty() || !names.isEmpty()) {
                violations.add("left: instances %s, names %s".formatted(instances, names));
            }
        }
    }

    /** Live instances of this control plane, by EC2. */
    private List<String> liveInstances() {
        return texts(
                aws.run(
                        "ec2",
                        "describe-instances",
                        "--filters",
                        "Name=tag-key,Values=spawn:owner",
                        "Name=instance-state-name,Values=pending,running,stopping,stopped",
                        "--query",
                        "Reservations[].Instances[].InstanceId"));
    }

    /** Names of this seed's arrays, by Route 53. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (String zone :
                texts(aws.run("route53", "list-hosted-zones", "--query", "HostedZones[].Id"))) {
            names.addAll(
                    texts(
                            aws.run(
                                    "route53",
                                    "list-resource-record-sets",
                                    "--hosted-zone-id",
                                    zone,
                                    "--query",
                                    "ResourceRecordSets[?Type=='A'].Name")));
        }
        return names;
    }

    private static List<String> texts(ProgramRun run) {
        List<String> texts = new ArrayList<>();
        run.json().forEach(text -> texts.add(text.asText()));
        return texts;
    }

    static void print(FaultSeed seed, Duration took, List<String> violations) {
        System.out.printf(
                "seed %d: %s, %s %s %s%n",
                seed.number(),
                violations.isEmpty() ? "holds after " + took.toSeconds() + " s" : "VIOLATED",
                seed.stages(),
                seed.faults(),
                seed.kills());
        violations.forEach(sentence -> System.out.println("  " + sentence));
    }

    /** The failure that a seed ended with, as a violation. */
    static List<String> failure(Throwable failed) {
        if (failed instanceof UncheckedIOException io) {
            return List.of("I/O: " + io.getMessage());
        }
        return List.of("" + failed);
    }
}
