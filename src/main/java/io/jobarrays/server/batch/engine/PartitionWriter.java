package io.jobarrays.server.batch.engine;

import io.jobarrays.server.batch.rows.BatchMeters;
import io.jobarrays.server.failpoints.Failpoint;
import io.jobarrays.server.failpoints.Failpoints;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Writer of partitions' rows: whatever was asked for meanwhile is one transaction of batched
 * statements. JBeret's own repository needs three transactions for each partition.
 */
final class PartitionWriter {
    private static final Logger LOG = Logger.getLogger(PartitionWriter.class);
    private static final int MAX_WRITES_PER_COMMIT = 1000;
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    /** Data exception, integrity constraint violation (PostgreSQL 17 documentation, appendix A). */
    private static final Set<String> STATE_CLASSES_OF_REFUSALS = Set.of("22", "23");

    private static final String INSERT =
            "insert into batch.partition_execution (partitionexecutionid, stepexecutionid,"
                    // A commit whose answer was lost is repeated.
                    + " batchstatus) values (?, ?, ?) on conflict do nothing";
    private static final String UPDATE =
            "update batch.partition_execution set batchstatus = ?, exitstatus = ?,"
                    + " executionexception = ?, persistentuserdata = ?, readercheckpointinfo = ?,"
                    + " writercheckpointinfo = ? where partitionexecutionid = ? and stepexecutionid"
                    + " = ? and batchstatus <> ?";

    private final DataSource database;
    private final BatchMeters meters;
    private final BlockingQueue<PartitionWrite> queue = new LinkedBlockingQueue<>();
    private volatile boolean closed;
    private final Thread thread = Thread.ofVirtual().name("partition-writer").unstarted(this::run);

    PartitionWriter(DataSource database, BatchMeters meters) {
        this.database = database;
        this.meters = meters;
        meters.watch(queue);
    }

    void start() {
        thread.start();
    }

    /** Drops what was not committed: a later start of the job runs these partitions again. */
    void close() {
        closed = true;
        thread.interrupt();
    }

    void add(PartitionWrite write) {
        queue.add(write);
        if (closed) {
            cancelQueued();
        }
    }

    /** Waits until all writes so far are committed. */
    void flush() {
        PartitionWrite.Flush flush = new PartitionWrite.Flush(new CompletableFuture<>());
        add(flush);
        flush.committed().join();
    }

    private void run() {
        List<PartitionWrite> writes = new ArrayList<>();
        try {
            while (true) {
                writes.add(queue.take());
                queue.drainTo(writes, MAX_WRITES_PER_COMMIT - 1);
                commit(writes);
                writes.clear();
            }
        } catch (InterruptedException e) {
            writes.forEach(write -> write.committed().cancel(false));
            cancelQueued();
            Thread.currentThread().interrupt();
        }
    }

    private void cancelQueued() {
        List<PartitionWrite> dropped = new ArrayList<>();
        queue.drainTo(dropped);
        dropped.forEach(write -> write.committed().cancel(false));
    }

    /**
     * An outage of the database delays the job and does not fail it; no failure ends the writer.
     */
    private void commit(List<PartitionWrite> writes) throws InterruptedException {
        while (true) {
            Exception failure;
            try {
                tryCommit(writes);
                return;
            } catch (SQLException e) {
                if (isRefusal(e)) {
                    refused(writes, e);
                    return;
                }
                failure = e;
            } catch (RuntimeException e) {
                failure = e;
            }
            LOG.warnf(
                    "partitions of batch jobs are not written, retry in %s: %s",
                    RETRY_PAUSE, failure.getMessage());
            Thread.sleep(RETRY_PAUSE);
        }
    }

    /** Whether the database can never take the values, however often they are written. */
    private static boolean isRefusal(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return STATE_CLASSES_OF_REFUSALS.stream().anyMatch(state::startsWith);
    }

    /** One of them is at fault: each is committed alone. */
    private void refused(List<PartitionWrite> writes, SQLException refusal)
            throws InterruptedException {
        if (writes.size() == 1) {
            LOG.errorf(refusal, "a partition of a batch job cannot be written");
            writes.getFirst().committed().completeExceptionally(refusal);
            return;
        }
        for (PartitionWrite write : writes) {
            commit(List.of(write));
        }
    }

    private void tryCommit(List<PartitionWrite> writes) throws SQLException {
        Failpoints.reach(Failpoint.PARTITIONS_BEFORE_COMMIT);
        List<PartitionWrite.Update> updates = new ArrayList<>();
        int[] changed;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(INSERT);
                    PreparedStatement update = connection.prepareStatement(UPDATE)) {
                for (PartitionWrite write : writes) {
                    switch (write) {
                        case PartitionWrite.Insert row -> add(insert, row);
                        case PartitionWrite.Update row -> {
                            add(update, row);
                            updates.add(row);
                        }
                        case PartitionWrite.Flush flush -> {}
                    }
                }
                insert.executeBatch();
                changed = update.executeBatch();
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
        for (int i = 0; i < changed.length; i++) {
            updates.get(i).committed().complete(changed[i]);
        }
        writes.forEach(write -> write.committed().complete(1));
        meters.partitionsCommitted(writes.size());
    }

    private static void add(PreparedStatement insert, PartitionWrite.Insert row)
            throws SQLException {
        insert.setInt(1, row.partition());
        insert.setLong(2, row.step());
        insert.setString(3, row.batchStatus());
        insert.addBatch();
    }

    private static void add(PreparedStatement update, PartitionWrite.Update row)
            throws SQLException {
        update.setString(1, row.batchStatus());
        update.setString(2, row.exitStatus());
        update.setString(3, row.exception());
        update.setBytes(4, row.userData());
        update.setBytes(5, row.readerCheckpoint());
        update.setBytes(6, row.writerCheckpoint());
        update.setInt(7, row.partition());
        update.setLong(8, row.step());
        update.setString(9, row.except() == null ? "" : row.except().name());
        update.addBatch();
    }
}
