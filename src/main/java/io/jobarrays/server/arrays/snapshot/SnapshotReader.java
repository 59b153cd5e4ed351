package io.jobarrays.server.arrays.snapshot;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.StatelessSession;

/** Reader of the committed rows of arrays, for views. */
@ApplicationScoped
public class SnapshotReader {
    private final SnapshotBuilder snapshots;
    private final CommittedRows committed;
    private final StatelessSession session;

    SnapshotReader(SnapshotBuilder snapshots, CommittedRows committed, StatelessSession session) {
        this.snapshots = snapshots;
        this.committed = committed;
        this.session = session;
    }

    /** A row with the snapshot of its array, and all its instances. */
    public record RowRead(JobArray row, ArraySnapshot array, OwnedInstances instances) {}

    /**
     * Arrays in the order of the ids, without those that do not exist, in as many statements as for
     * one array. Launch intents are not read.
     */
    public List<RowRead> readRows(List<String> arrayIds) {
        return committed.of(arrayIds, this::load).stream()
                .map(
                        rows ->
                                new RowRead(
                                        rows.array(),
                                        snapshots.of(
                                                rows.array(),
                                                null,
                                                rows.members(),
                                                rows.instances()),
                                        rows.instances()))
                .toList();
    }

    private Map<String, ArrayRows> load(List<String> arrayIds) {
        return QuarkusTransaction.requiringNew().call(() -> loadRows(arrayIds));
    }

    /** The array first: members and instances that are newer than its state do no harm. */
    private Map<String, ArrayRows> loadRows(List<String> arrayIds) {
        List<JobArray> arrays = query(JobArray.class, "from JobArray where id in ?1", arrayIds);
        Map<String, List<Member>> members =
                query(Member.class, "from Member where arrayId in ?1 order by index", arrayIds)
                        .stream()
                        .collect(groupingBy(member -> member.arrayId));
        Map<String, OwnedInstances> instances = OwnedInstances.readAll(arrayIds, session);
        return arrays.stream()
                .collect(
                        toMap(
                                row -> row.id,
                                row ->
                                        new ArrayRows(
                                                row,
                                                members.getOrDefault(row.id, List.of()),
                                                Objects.requireNonNull(instances.get(row.id)))));
    }

    private <T> List<T> query(Class<T> type, String query, List<String> arrayIds) {
        return session.createSelectionQuery(query, type).setParameter(1, arrayIds).list();
    }
}
