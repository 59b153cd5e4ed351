package io.jobarrays.server.batch.retention;

import io.jobarrays.server.arrays.EndedArrayRows;
import io.jobarrays.server.batch.rows.EndedExecutionRows;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Deletes an execution that has ended: first its rows in one transaction, so that nothing refers to
 * a missing file, then its files. Files that a crash leaves between both are found by their missing
 * rows.
 */
@ApplicationScoped
public class ExecutionPurge {
    private static final Logger LOG = Logger.getLogger(ExecutionPurge.class);

    private final EndedExecutionRows executions;
    private final EndedArrayRows arrays;
    private final ExecutionFiles files;
    private final RetentionMeters meters;

    ExecutionPurge(
            EndedExecutionRows executions,
            EndedArrayRows arrays,
            ExecutionFiles files,
            RetentionMeters meters) {
        this.executions = executions;
        this.arrays = arrays;
        this.files = files;
        this.meters = meters;
    }

    /**
     * Deletes what a user names.
     *
     * @throws NotFound without such an execution
     * @throws Refused when it goes on, or one of its arrays has not ended
     */
    public void purge(long id) {
        long bytes = purge(id, PurgeCause.REQUEST);
        LOG.infof("execution %d is deleted on request, with %d bytes of files", id, bytes);
    }

    /**
     * @return bytes of the deleted files
     */
    long purge(long id, PurgeCause cause) {
        long bytes = files.delete(deleteRows(id));
        meters.purged(cause, bytes);
        return bytes;
    }

    /**
     * @return ids of its arrays
     */
    List<String> deleteRows(long id) {
        List<String> arrayIds =
                QuarkusTransaction.requiringNew()
                        .call(
                                () -> {
                                    executions.lock(id);
                                    List<String> ids = arrays.delete(id);
                                    executions.delete(id);
                                    return ids;
                                });
        arrays.deleted(arrayIds);
        return arrayIds;
    }
}
