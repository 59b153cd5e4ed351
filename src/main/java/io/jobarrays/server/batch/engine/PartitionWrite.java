package io.jobarrays.server.batch.engine;

import jakarta.batch.runtime.BatchStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import org.jberet.runtime.PartitionExecutionImpl;
import org.jspecify.annotations.Nullable;

/** Write of a partition's row, with the values that it had when it was asked for. */
sealed interface PartitionWrite {
    /** Completed when the write is committed; the number of changed rows. */
    CompletableFuture<Integer> committed();

    /** Inserts the row. */
    record Insert(
            int partition, long step, String batchStatus, CompletableFuture<Integer> committed)
            implements PartitionWrite {
        static Insert of(PartitionExecutionImpl partition) {
            return new Insert(
                    partition.getPartitionId(),
                    partition.getStepExecutionId(),
                    partition.getBatchStatus().name(),
                    new CompletableFuture<>());
        }
    }

    /**
     * Updates the row.
     *
     * @param except a row with this status is not changed; null: any row is
     */
    @SuppressWarnings("ArrayRecordComponent") // writes are never compared
    record Update(
            int partition,
            long step,
            String batchStatus,
            @Nullable String exitStatus,
            @Nullable String exception,
            byte @Nullable [] userData,
            byte @Nullable [] readerCheckpoint,
            byte @Nullable [] writerCheckpoint,
            @Nullable BatchStatus except,
            CompletableFuture<Integer> committed)
            implements PartitionWrite {
        /** Width of the column in JBeret's tables. */
        private static final int MAX_EXCEPTION_CHARACTERS = 2048;

        static Update of(PartitionExecutionImpl partition, @Nullable BatchStatus except) {
            return new Update(
                    partition.getPartitionId(),
                    partition.getStepExecutionId(),
                    partition.getBatchStatus().name(),
                    partition.getExitStatus(),
                    text(partition.getException()),
                    partition.getPersistentUserDataSerialized(),
                    partition.getReaderCheckpointInfoSerialized(),
                    partition.getWriterCheckpointInfoSerialized(),
                    except,
                    new CompletableFuture<>());
        }

        private static @Nullable String text(@Nullable Exception exception) {
            if (exception == null) {
                return null;
            }
            StringWriter trace = new StringWriter();
            exception.printStackTrace(new PrintWriter(trace));
            String text = trace.toString();
            return text.substring(0, Math.min(text.length(), MAX_EXCEPTION_CHARACTERS));
        }
    }

    /** Writes nothing: it is committed when all writes before it are. */
    record Flush(CompletableFuture<Integer> committed) implements PartitionWrite {}
}
