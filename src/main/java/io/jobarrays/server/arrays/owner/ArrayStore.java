package io.jobarrays.server.arrays.owner;

import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.snapshot.CommittedRows;
import io.jobarrays.server.instances.rows.OwnedInstances;
import io.jobarrays.server.instances.rows.RowChanges;
import io.jobarrays.server.problems.NotFound;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the rows of one array, each in one transaction. Sessions are stateless: the
 * owner's memory is the only copy of a row.
 */
@ApplicationScoped
class ArrayStore {
    private final StatelessSession session;
    private final CommittedRows committed;
    private final ArrayMeters meters;

    ArrayStore(StatelessSession session, CommittedRows committed, ArrayMeters meters) {
        this.session = session;
        this.committed = committed;
        this.meters = meters;
    }

    /**
     * @throws NotFound when there is no such array
     */
    ArrayRowsRead read(String arrayId) {
        return QuarkusTransaction.requiringNew().call(() -> readRows(arrayId));
    }

    /**
     * Writes all changes, or none; also after an exception they may have been written.
     *
     * @param group number of callers that the changes are of
     */
    void write(String arrayId, RowChanges changes, int group) {
        long begin = System.nanoTime();
        try {
            QuarkusTransaction.requiringNew().run(() -> changes.write(session));
        } finally {
            committed.changed(arrayId);
        }
        meters.committed(group, Duration.ofNanos(System.nanoTime() - begin));
    }

    private ArrayRowsRead readRows(String arrayId) {
        @Nullable JobArray row = session.get(JobArray.class, arrayId);
        if (row == null) {
            throw new NotFound("there is no array " + arrayId);
        }
        RowChanges changes = new RowChanges();
        return new ArrayRowsRead(
                row,
                session.createSelectionQuery(
                                "from Member where arrayId = ?1 order by index", Member.class)
                        .setParameter(1, arrayId)
                        .list(),
                OwnedInstances.read(arrayId, session, changes),
                changes);
    }
}
