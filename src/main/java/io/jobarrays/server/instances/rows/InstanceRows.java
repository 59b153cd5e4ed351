package io.jobarrays.server.instances.rows;

import io.jobarrays.contract.Sha256;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Reads of committed instances and their assignments; each method is one transaction or joins the
 * caller's.
 */
@ApplicationScoped
public class InstanceRows {
    /** What the instance was launched for; empty while the launch is not recorded yet. */
    public Optional<Assignment> assignment(String instanceId) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                Instance.<Instance>findByIdOptional(instanceId)
                                        .map(Instance::assignment));
    }

    /** The member that has the instance; empty when it is ending or has ended. */
    public Optional<InstancePlace> livePlace(String instanceId) {
        return QuarkusTransaction.joiningExisting()
                .call(
                        () ->
                                Instance.<Instance>findByIdOptional(instanceId)
                                        .filter(row -> !row.state.isEnding())
                                        .map(
                                                row ->
                                                        new InstancePlace(
                                                                instanceId,
                                                                row.arrayId,
                                                                row.index)));
    }

    /** Whether the instance is the machine of another member now. */
    public boolean isReassigned(Assignment before) {
        return assignment(before.instanceId()).filter(now -> !now.equals(before)).isPresent();
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

    /** The committed rows of an array. */
    public List<Instance> ofArray(String arrayId) {
        return QuarkusTransaction.requiringNew().call(() -> Instance.ofArray(arrayId));
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

    /** Instances that are not terminated, by state and type. */
    public List<InstanceUsage> usage() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Instance.find(
                                                "select state, instanceType, count(*),"
                                                        + " min(endRequestedAt) from Instance where"
                                                        + " state <> ?1 group by state,"
                                                        + " instanceType",
                                                InstanceState.TERMINATED)
                                        .project(InstanceUsage.class)
                                        .list());
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

    /** Instances of arrays, ended ones too, within the caller's transaction. */
    public List<String> idsOf(List<String> arrayIds) {
        return Instance.find("select instanceId from Instance where arrayId in ?1", arrayIds)
                .project(String.class)
                .list();
    }

    /** Deletes the instances and launch calls of arrays, within the caller's transaction. */
    public void delete(List<String> arrayIds) {
        Instance.delete("arrayId in ?1", arrayIds);
        LaunchIntent.delete("arrayId in ?1", arrayIds);
    }
}
