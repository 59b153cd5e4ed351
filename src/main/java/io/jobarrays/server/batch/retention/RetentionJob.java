package io.jobarrays.server.batch.retention;

import io.jobarrays.server.RetentionConfig;
import io.jobarrays.server.RetentionLimits;
import io.jobarrays.server.arrays.EndedArrayRows;
import io.jobarrays.server.batch.rows.EndedExecution;
import io.jobarrays.server.batch.rows.EndedExecutionRows;
import io.jobarrays.server.files.DiskSpace;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.state.StateDirectory;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Deletes executions that have ended and are too old, too many or too large, the oldest first, and
 * files that belong to none.
 */
@Startup
@ApplicationScoped
class RetentionJob {
    private static final Logger LOG = Logger.getLogger(RetentionJob.class);

    private final boolean enabled;
    private final RetentionLimits limits;
    private final EndedExecutionRows executions;
    private final EndedArrayRows arrays;
    private final ExecutionPurge purge;
    private final ExecutionFiles files;
    private final RetentionMeters meters;
    private final StateDirectory state;
    private final Clock clock;
    private boolean warned;

    RetentionJob(
            RetentionConfig config,
            EndedExecutionRows executions,
            EndedArrayRows arrays,
            ExecutionPurge purge,
            ExecutionFiles files,
            RetentionMeters meters,
            StateDirectory state,
            Clock clock) {
        this.enabled = config.enabled();
        this.limits = RetentionLimits.of(config);
        this.executions = executions;
        this.arrays = arrays;
        this.purge = purge;
        this.files = files;
        this.meters = meters;
        this.state = state;
        this.clock = clock;
    }

    @Scheduled(
            every = "${spawn.retention.every}",
            delayed = "3m",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        warn();
        if (enabled) {
            run(limits);
        }
    }

    /** Deletes what is beyond the limits. */
    void run(RetentionLimits most) {
        Set<Long> live = arrays.liveExecutions();
        List<EndedExecution> ended =
                executions.oldestFirst().stream().filter(it -> !live.contains(it.id())).toList();
        RetentionPlan plan = RetentionPlan.of(ended, most, clock.instant());
        Purged aged = purgeAll(plan.byAge(), PurgeCause.AGE);
        Purged surplus = purgeAll(plan.byCount(), PurgeCause.COUNT);
        long loose = files.deleteOrphaned() + files.deleteUnusedBundles();
        meters.freed(loose);
        Purged large = purgeForBytes(plan.left(), most);
        log(aged, surplus, large, loose);
    }

    /** Number of executions, and bytes of their files. */
    private record Purged(int executions, long bytes) {
        static final Purged NONE = new Purged(0, 0);

        Purged plus(long more) {
            return new Purged(executions + 1, bytes + more);
        }
    }

    private Purged purgeAll(List<Long> ids, PurgeCause cause) {
        Purged purged = Purged.NONE;
        for (long id : ids) {
            OptionalLong bytes = purgeOne(id, cause);
            purged = bytes.isPresent() ? purged.plus(bytes.getAsLong()) : purged;
        }
        return purged;
    }

    /** The oldest that have files, until the rest is within the limits. */
    private Purged purgeForBytes(List<Long> oldestFirst, RetentionLimits most) {
        Purged purged = Purged.NONE;
        long excess = excess(most);
        for (long id : oldestFirst) {
            if (purged.bytes() >= excess) {
                return purged;
            }
            if (files.bytes(arrays.idsOf(id)) > 0) {
                OptionalLong bytes = purgeOne(id, PurgeCause.BYTES);
                purged = bytes.isPresent() ? purged.plus(bytes.getAsLong()) : purged;
            }
        }
        return purged;
    }

    /** Files are measured only where they can be too many: each one is read. */
    private long excess(RetentionLimits most) {
        DiskSpace disk = DiskSpace.of(state);
        return most.excess(disk.used(), disk.free()) == 0
                ? 0
                : most.excess(files.bytes(), disk.free());
    }

    /** Empty when a verb was faster: it goes on again, or is deleted. */
    private OptionalLong purgeOne(long id, PurgeCause cause) {
        try {
            return OptionalLong.of(purge.purge(id, cause));
        } catch (Refused | NotFound changed) {
            LOG.debugf("execution %d is not deleted: %s", id, changed.getMessage());
            return OptionalLong.empty();
        }
    }

    private void warn() {
        Optional<String> warning = DiskSpace.of(state).warning();
        if (warning.isPresent() && !warned) {
            LOG.warn(warning.get());
        }
        warned = warning.isPresent();
    }

    private static void log(Purged aged, Purged surplus, Purged large, long loose) {
        int all = aged.executions() + surplus.executions() + large.executions();
        if (all > 0 || loose > 0) {
            LOG.infof(
                    "retention: deleted %d executions (%d by age, %d by count, %d by bytes) with %d bytes of files, and %d bytes of files of no execution",
                    all,
                    aged.executions(),
                    surplus.executions(),
                    large.executions(),
                    aged.bytes() + surplus.bytes() + large.bytes(),
                    loose);
        }
    }
}
