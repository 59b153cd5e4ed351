package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One array whose server ends at a failpoint and starts again: owned in time, nothing lost, done
 * twice or left running.
 */
final class FailpointRun {
    private static final Duration OWNED_LIMIT = Duration.ofSeconds(10);
    private static final Duration UNOWNED_LIMIT = Duration.ofSeconds(60);
    private static final Duration REACHED_LIMIT = Duration.ofSeconds(90);
    private static final int MEMBERS_PER_SECOND = 5;

    /** Places that every member passes: reached while others have passed them already. */
    private static final Set<String> PER_MEMBER =
            Set.of("ENROL", "BARRIER", "WORK", "EXIT", "PEERS_AFTER_SEND");

    private final TestControlPlane plane;
    private final TestCloud cloud;
    private final String place;
    private final int size;
    private final String name;

    /** Size of the server's log before the new process could write to it. */
    private long logStart;

    private FailpointRun(TestControlPlane plane, String place, int size) {
        this.plane = plane;
        this.cloud = new TestCloud(plane);
        this.place = place;
        this.size = size;
        this.name = place.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A row of the table: the place, then seconds until the server answered, owned, had ended. */
    record Row(String place, Duration answered, Duration owned, Duration ended) {
        static String heading() {
            return "| %-32s | up answers | owned after | array ended after |"
                    .formatted("killed at");
        }

        @Override
        public String toString() {
            return "| %-32s | %8.1f s | %9.1f s | %15.1f s |"
                    .formatted(place, seconds(answered), seconds(owned), seconds(ended));
        }

        private static double seconds(Duration duration) {
            return duration.toMillis() / 1000.0;
        }
    }

    static Row of(TestControlPlane plane, String place, int size) {
        FailpointRun run = new FailpointRun(plane, place, size);
        run.launchUntilKilled();
        return run.continueAndCheck();
    }

    private void launchUntilKilled() {
        boolean recovery = place.startsWith("RECOVERY");
        if (!recovery) {
            restartArmed();
        }
        cloud.resetLimits();
        ProcessHandle armed = plane.server().orElseThrow();
        TestCloud.Fault lost =
                place.startsWith("LAUNCH_SETTLEMENT")
                        ? cloud.setFault(
                                "{\"kind\":\"answer-lost\",\"operation\":\"RunInstances\",\"count\":1,\"tag\":\"spawn:job-array-name=%s\"}"
                                        .formatted(name))
                        : null;
        logStart = logSize();
        launch();
        if (recovery) {
            new TestArray(plane, name).untilStarted(size - 1, ReliabilityInvariants.BEGUN);
            restartArmed();
            armed = plane.server().orElse(armed);
        }
        awaitEnd(armed);
        if (recovery) {
            logStart = logSize();
        }
        if (lost != null) {
            lost.close();
        }
    }

    private void restartArmed() {
        plane.killServer();
        // It may end before this command has seen that it is ready.
        plane.spawn(Map.of("SPAWN_FAILPOINTS", place + "=kill@" + hit()), "up");
    }

    private int hit() {
        return PER_MEMBER.stream().anyMatch(place::startsWith) ? size / 2 : 1;
    }

    /** The server may end before it has answered. */
    private void launch() {
        String work =
                "echo %s; sleep 4s; echo %s"
                        .formatted(ReliabilityInvariants.BEGUN, ReliabilityInvariants.DONE);
        if (place.startsWith("MACHINES")) {
            submitOnMachinesOfAnother(work);
            return;
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "launch",
                                "--count",
                                "" + size,
                                "--job-array-name",
                                name,
                                "--instance-type",
                                "scale.nano",
                                "--ttl",
                                "30m",
                                "--on-complete",
                                "terminate",
                                "--detach",
                                "--command",
                                work));
        if (place.startsWith("TURNS")) {
            command.addAll(List.of("--max-concurrent", "" + size / 2, "--reuse", "false"));
        }
        plane.spawn(command.toArray(String[]::new));
    }

    private void submitOnMachinesOfAnother(String work) {
        Path xml = plane.state().resolveSibling(name + ".xml");
        String[] before = {
            "count",
            "" + size,
            "instance-type",
            "scale.nano",
            "ttl",
            "30m",
            "command",
            "echo before"
        };
        try {
            Files.writeString(
                    xml,
                    TestPipeline.job(
                            name + "-job",
                            TestPipeline.stage("before", name, before),
                            TestPipeline.stage(name, "", "machines", "before", "command", work)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        plane.spawn("submit", "" + xml);
    }

    private void awaitEnd(ProcessHandle server) {
        try {
            server.onExit().get(plus(REACHED_LIMIT).toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(place + " was not reached in " + plus(REACHED_LIMIT), e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Row continueAndCheck() {
        Instant start = Instant.now();
        plane.run("up");
        Instant answers = Instant.now();
        AwsCli aws = AwsCli.of(plane);
        await().atMost(OWNED_LIMIT).pollInterval(Duration.ofMillis(200)).until(this::owned);
        Instant owned = Instant.now();
        await().atMost(UNOWNED_LIMIT)
                .untilAsserted(() -> assertThat(liveAtEc2(aws)).isSubsetOf(membersInstances()));

        TestArray array = new TestArray(plane, name);
        array.until(
                plus(TestControlPlane.CONDITION_TIMEOUT),
                it -> it.view().path("state").asText().equals("ENDED"));
        Instant ended = Instant.now();

        assertThat(array.fieldOfEachMember("exit_status")).hasSize(size).containsOnly("EXIT_0");
        assertThat(array.fieldOfEachMember("attempt")).containsOnly("1");
        assertThat(ReliabilityInvariants.violations(plane, aws, name, false, Set.of())).isEmpty();
        return new Row(
                place,
                Duration.between(start, answers),
                Duration.between(answers, owned),
                Duration.between(answers, ended));
    }

    /** A limit for a few members, with the time that many take on the same cores. */
    private Duration plus(Duration limit) {
        return limit.plusSeconds(size / MEMBERS_PER_SECOND);
    }

    /** The new process has taken the execution over, or there is nothing left to take. */
    private boolean owned() {
        long execution = plane.api().json("/arrays/" + name).path("execution_id").asLong();
        return newLog().contains("execution %d was taken over".formatted(execution))
                || !List.of("STARTING", "STARTED")
                        .contains(
                                plane.api()
                                        .json("/executions/" + execution)
                                        .path("state")
                                        .asText());
    }

    private static Set<String> liveAtEc2(AwsCli aws) {
        Set<String> live = new HashSet<>();
        for (JsonNode id :
                aws.run(
                                "ec2",
                                "describe-instances",
                                "--filters",
                                "Name=tag-key,Values=spawn:owner",
                                "Name=instance-state-name,Values=pending,running,stopping,stopped",
                                "--query",
                                "Reservations[].Instances[].InstanceId")
                        .json()) {
            live.add(id.asText());
        }
        return live;
    }

    private Set<String> membersInstances() {
        Set<String> ids =
                new HashSet<>(new TestArray(plane, name).fieldOfEachMember("instance_id"));
        ids.addAll(plane.liveInstances());
        return ids;
    }

    private long logSize() {
        try {
            return Files.size(plane.state().resolve("server.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String newLog() {
        try {
            return Files.readString(plane.state().resolve("server.log")).substring((int) logStart);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
