package io.jobarrays.server.arrays;

import io.jobarrays.server.agents.identity.AgentTokens;
import io.jobarrays.server.agents.transfer.MemberFileRows;
import io.jobarrays.server.arrays.events.Event;
import io.jobarrays.server.arrays.rows.ArrayKey;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.PublishedPeers;
import io.jobarrays.server.arrays.snapshot.CommittedRows;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Deletes arrays that have ended, with all rows that belong to them. */
@ApplicationScoped
public class EndedArrayRows {
    /** PostgreSQL takes 65,535 parameters in a statement. */
    private static final int MAX_IDS = 10_000;

    private final InstanceRows instances;
    private final AgentTokens agents;
    private final MemberFileRows files;
    private final CommittedRows committed;

    EndedArrayRows(
            InstanceRows instances,
            AgentTokens agents,
            MemberFileRows files,
            CommittedRows committed) {
        this.instances = instances;
        this.agents = agents;
        this.files = files;
        this.committed = committed;
    }

    /** Executions with an array that has not ended: it has machines, or can get them. */
    public Set<Long> liveExecutions() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                new HashSet<>(
                                        JobArray.find(
                                                        "select distinct execution from JobArray"
                                                                + " where endedAt is null")
                                                .project(Long.class)
                                                .list()));
    }

    /** Those of the ids that are arrays. */
    public Set<String> existing(List<String> arrayIds) {
        Set<String> found = new HashSet<>();
        for (List<String> some : parts(arrayIds)) {
            found.addAll(
                    QuarkusTransaction.requiringNew()
                            .call(
                                    () ->
                                            JobArray.find(
                                                            "select id from JobArray where id in ?1",
                                                            some)
                                                    .project(String.class)
                                                    .list()));
        }
        return found;
    }

    public List<String> idsOf(long execution) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                JobArray.find(
                                                "select id from JobArray where execution = ?1",
                                                execution)
                                        .project(String.class)
                                        .list());
    }

    /** SHA-256 of the bundles that members may fetch. */
    public Set<String> bundles() {
        return files.bundles();
    }

    /**
     * Deletes the arrays of an execution and its events, within the caller's transaction.
     *
     * @return ids of the arrays; {@link #deleted} follows when it is committed
     * @throws Refused when an array has not ended
     */
    public List<String> delete(long execution) {
        List<JobArray> rows =
                JobArray.<JobArray>find("execution", execution)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .list();
        rows.stream().filter(row -> row.endedAt == null).findFirst().ifPresent(this::refuse);
        List<String> ids = rows.stream().map(row -> row.id).toList();
        Event.delete("execution", execution);
        if (!ids.isEmpty()) {
            deleteRows(ids);
        }
        return ids;
    }

    /** The arrays are no longer read from memory. */
    public void deleted(List<String> arrayIds) {
        arrayIds.forEach(committed::changed);
    }

    private void deleteRows(List<String> ids) {
        for (List<String> some : parts(instances.idsOf(ids))) {
            agents.forget(new HashSet<>(some));
        }
        instances.delete(ids);
        files.delete(ids);
        PublishedPeers.delete("arrayId in ?1", ids);
        ArrayKey.delete("arrayId in ?1", ids);
        Event.delete("arrayId in ?1", ids);
        Member.delete("arrayId in ?1", ids);
        JobArray.delete("id in ?1", ids);
    }

    private void refuse(JobArray row) {
        throw new Refused(
                409,
                "SPAWN-WRONG-STATE",
                "array %s of execution %d has machines, or can be started again; \"spawn terminate %s\" ends it"
                        .formatted(row.id, row.execution, row.id));
    }

    private static List<List<String>> parts(List<String> ids) {
        return IntStream.iterate(0, i -> i < ids.size(), i -> i + MAX_IDS)
                .mapToObj(i -> ids.subList(i, Math.min(ids.size(), i + MAX_IDS)))
                .toList();
    }
}
