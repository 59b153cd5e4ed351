package io.jobarrays.server.instances.rows;

import io.jobarrays.contract.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which instance holds which place, and who may enrol for it. */
@ApplicationScoped
public class InstanceRows {
    private final Clock clock;

    InstanceRows(Clock clock) {
        this.clock = clock;
    }

    /** The place the instance was launched for; empty while the launch is not recorded yet. */
    @Transactional
    public Optional<Assignment> assignment(String instanceId) {
        return Instance.<Instance>findByIdOptional(instanceId).map(Instance::assignment);
    }

    /** Still the newest generation of its place, and not ended. */
    @Transactional
    public boolean holdsAssignment(Assignment assignment) {
        return Instance.count(
                                "instanceId = ?1 and state not in (?2, ?3)",
                                assignment.instanceId(),
                                InstanceState.SHUTTING_DOWN,
                                InstanceState.TERMINATED)
                        == 1
                && Instance.count(
                                "arrayId = ?1 and index = ?2 and generation > ?3",
                                assignment.arrayId(),
                                assignment.index(),
                                assignment.generation())
                        == 0;
    }

    /** Who has the place now, where that is another. */
    @Transactional
    public Optional<String> successor(Assignment assignment) {
        return Instance.<Instance>find(
                        "arrayId = ?1 and index = ?2 and generation > ?3 order by generation desc",
                        assignment.arrayId(),
                        assignment.index(),
                        assignment.generation())
                .firstResultOptional()
                .map(row -> row.instanceId);
    }

    /** The instances of an array that {@link #holds hold} their places. */
    @Transactional
    public Set<String> instancesHoldingAssignments(String arrayId) {
        return Instance.<Instance>list(
                        "from Instance i where arrayId = ?1 and state not in (?2, ?3) and generation"
                                + " = (select max(n.generation) from Instance n where n.arrayId ="
                                + " ?1 and n.index = i.index)",
                        arrayId,
                        InstanceState.SHUTTING_DOWN,
                        InstanceState.TERMINATED)
                .stream()
                .map(row -> row.instanceId)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Its loss from now on is the loss of this attempt. */
    @Transactional
    public void recordWorkAttempt(Assignment assignment, int attempt) {
        Instance.update(
                "workAttempt = ?1 where instanceId = ?2 and workAttempt < ?1",
                attempt,
                assignment.instanceId());
    }

    /** Whether this was the nonce of the instance's launch. */
    @Transactional
    public boolean launchedWith(Assignment assignment, String nonce) {
        return Instance.count(
                        "instanceId = ?1 and nonceHash = ?2",
                        assignment.instanceId(),
                        Sha256.of(nonce))
                == 1;
    }

    /** Once per instance and with its launch's nonce; false for anything else. */
    @Transactional
    public boolean enrol(Assignment assignment, String nonce) {
        return Instance.update(
                        "enrolledAt = ?1 where instanceId = ?2 and nonceHash = ?3 and enrolledAt is"
                                + " null",
                        clock.instant(),
                        assignment.instanceId(),
                        Sha256.of(nonce))
                == 1;
    }

    /** A nonce of an instance that has not ended, or of a launch whose answer is not here yet. */
    @Transactional
    public boolean isLiveNonce(String nonce) {
        String hash = Sha256.of(nonce);
        return Instance.count("nonceHash = ?1 and state <> ?2", hash, InstanceState.TERMINATED) > 0
                || LaunchIntent.count("nonceHash = ?1 and outcome is null", hash) > 0;
    }
}
