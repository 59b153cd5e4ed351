package io.jobarrays.server.arrays.snapshot;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.jobarrays.server.instances.rows.RowChanges;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.Session;

/** Reader of the committed rows of arrays, for views. */
@ApplicationScoped
public class SnapshotReader {
    private final SnapshotBuilder snapshots;

    SnapshotReader(SnapshotBuilder snapshots) {
        this.snapshots = snapshots;
    }

    /** A row with the snapshot of its array. */
    public record RowRead(JobArray row, ArraySnapshot array) {}

    /**
     * Arrays in the order of the ids, without those that do not exist; within the caller's
     * transaction, in as many statements as for one array. Launch intents are not read.
     */
    public List<RowRead> readRows(List<String> arrayIds) {
        JobArray.getEntityManager().unwrap(Session.class).setDefaultReadOnly(true);
        Map<String, JobArray> rows =
                JobArray.ofIds(arrayIds).stream().collect(toMap(row -> row.id, row -> row));
        Map<String, List<Member>> members =
                Member.ofArrays(arrayIds).stream().collect(groupingBy(member -> member.arrayId));
        Map<String, List<Instance>> instances =
                Instance.ofArrays(arrayIds).stream().collect(groupingBy(i -> i.arrayId));
        return arrayIds.stream()
                .flatMap(id -> Stream.ofNullable(rows.get(id)))
                .map(
                        row ->
                                new RowRead(
                                        row,
                                        snapshots.of(
                                                row,
                                                null,
                                                members.getOrDefault(row.id, List.of()),
                                                new OwnedInstances(
                                                        instances.getOrDefault(row.id, List.of()),
                                                        List.of(),
                                                        new RowChanges()))))
                .toList();
    }
}
