package io.jobarrays.server.instances.rows;

import io.jobarrays.contract.Sha256;
import io.jobarrays.contract.Tags;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Instances and their assignments; each method is one transaction or joins the caller's. */
@ApplicationScoped
public class InstanceRows {
    private final Clock clock;

    InstanceRows(Clock clock) {
        this.clock = clock;
    }

    /** Inserts a launched instance as the next generation of its index, unless it has a row. */
    public void insertLaunched(
            LaunchIntent intent,
            int index,
            software.amazon.awssdk.services.ec2.model.Instance launched) {
        QuarkusTransaction.joiningExisting()
                .run(
                        () -> {
                            if (Instance.findById(launched.instanceId()) == null) {
                                launched(intent, index, launched).persist();
                            }
                        });
    }

    private Instance launched(
            LaunchIntent intent,
            int index,
            software.amazon.awssdk.services.ec2.model.Instance launched) {
        Instance row = new Instance();
        row.instanceId = launched.instanceId();
        row.arrayId = intent.arrayId;
        row.index = index;
        row.generation =
                (int) Instance.count("arrayId = ?1 and index = ?2", intent.arrayId, index) + 1;
        row.attempt = intent.attempt;
        row.nonceHash = intent.nonceHash;
        row.launchedAt = clock.instant();
        row.deadlineTag = deadlineTag(launched);
        InstanceUpdate.apply(row, launched, clock.instant());
        return row;
    }

    private static @Nullable Instant deadlineTag(
            software.amazon.awssdk.services.ec2.model.Instance launched) {
        return launched.tags().stream()
                .filter(tag -> tag.key().equals(Tags.TTL_DEADLINE))
                .map(tag -> Instant.parse(tag.value()))
                .findFirst()
                .orElse(null);
    }

    /** What the instance was launched for; empty while the launch is not recorded yet. */
    public Optional<Assignment> assignment(String instanceId) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                Instance.<Instance>findByIdOptional(instanceId)
                                        .map(Instance::assignment));
    }

    /** Whether the instance is the newest generation of its index and is not ending. */
    public boolean holdsAssignment(Assignment assignment) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                Instance.count(
                                                        "instanceId = ?1 and state not in (?2, ?3)",
                                                        assignment.instanceId(),
                                                        InstanceState.SHUTTING_DOWN,
                                                        InstanceState.TERMINATED)
                                                == 1
                                        && newerGenerations(assignment) == 0);
    }

    private static long newerGenerations(Assignment assignment) {
        return Instance.count(
                "arrayId = ?1 and index = ?2 and generation > ?3",
                assignment.arrayId(),
                assignment.index(),
                assignment.generation());
    }

    /** The newest instance of the index, when it is of a later generation. */
    public Optional<String> successor(Assignment assignment) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                Instance.<Instance>find(
                                                "arrayId = ?1 and index = ?2 and generation > ?3"
                                                        + " order by generation desc",
                                                assignment.arrayId(),
                                                assignment.index(),
                                                assignment.generation())
                                        .firstResultOptional()
                                        .map(row -> row.instanceId));
    }

    /** The instances of an array that {@link #holdsAssignment hold} their assignments. */
    public Set<String> instancesHoldingAssignments(String arrayId) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                Instance.<Instance>list(
                                                "from Instance i where arrayId = ?1 and state not"
                                                        + " in (?2, ?3) and generation = (select"
                                                        + " max(n.generation) from Instance n where"
                                                        + " n.arrayId = ?1 and n.index = i.index)",
                                                arrayId,
                                                InstanceState.SHUTTING_DOWN,
                                                InstanceState.TERMINATED)
                                        .stream()
                                        .map(row -> row.instanceId)
                                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Running instances whose agents have enrolled, and whose end was not requested. */
    public List<ExpectedAgent> expectedAgents() {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                Instance.<Instance>find(
                                                "state = ?1 and runningSince is not null and"
                                                        + " enrolledAt is not null and"
                                                        + " endRequestedAt is null",
                                                InstanceState.RUNNING)
                                        .project(ExpectedAgent.class)
                                        .list());
    }

    /** Records the attempt whose work the instance has; its loss is the loss of this attempt. */
    public void recordWorkAttempt(Assignment assignment, int attempt) {
        QuarkusTransaction.joiningExisting()
                .run(
                        () ->
                                Instance.update(
                                        "workAttempt = ?1 where instanceId = ?2 and workAttempt <"
                                                + " ?1",
                                        attempt,
                                        assignment.instanceId()));
    }

    public void recordStopping(Collection<String> instanceIds) {
        recordPower(instanceIds, InstanceState.STOPPING);
    }

    public void recordStarting(Collection<String> instanceIds) {
        recordPower(instanceIds, InstanceState.PENDING);
    }

    private static void recordPower(Collection<String> instanceIds, InstanceState state) {
        if (instanceIds.isEmpty()) {
            return;
        }
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Instance.update(
                                        "state = ?1, runningSince = null where instanceId in ?2"
                                                + " and state not in (SHUTTING_DOWN, TERMINATED)",
                                        state,
                                        instanceIds));
    }

    /** Records that the instances are to be terminated, before EC2 is asked. */
    public void requestEnd(Collection<String> instanceIds) {
        QuarkusTransaction.joiningExisting()
                .run(
                        () ->
                                Instance.update(
                                        "endRequestedAt = ?1 where instanceId in ?2 and"
                                                + " endRequestedAt is null",
                                        clock.instant(),
                                        instanceIds));
    }

    public void recordShuttingDown(Collection<String> instanceIds) {
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Instance.update(
                                        "state = ?1 where instanceId in ?2 and state <> ?3",
                                        InstanceState.SHUTTING_DOWN,
                                        instanceIds,
                                        InstanceState.TERMINATED));
    }

    /** Whether the instance was launched with this nonce. */
    public boolean launchedWith(Assignment assignment, String nonce) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                Instance.count(
                                                "instanceId = ?1 and nonceHash = ?2",
                                                assignment.instanceId(),
                                                Sha256.of(nonce))
                                        == 1);
    }

    /** Records the enrolment; false when it has enrolled before or the nonce is another. */
    public boolean enrol(Assignment assignment, String nonce) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                Instance.update(
                                                "enrolledAt = ?1 where instanceId = ?2 and"
                                                        + " nonceHash = ?3 and enrolledAt is null",
                                                clock.instant(),
                                                assignment.instanceId(),
                                                Sha256.of(nonce))
                                        == 1);
    }

    /** Whether the nonce is of an instance that is not terminated or of an open launch intent. */
    public boolean isLiveNonce(String nonce) {
        String hash = Sha256.of(nonce);
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                Instance.count(
                                                        "nonceHash = ?1 and state <> ?2",
                                                        hash,
                                                        InstanceState.TERMINATED)
                                                > 0
                                        || LaunchIntent.count(
                                                        "nonceHash = ?1 and outcome is null", hash)
                                                > 0);
    }
}
