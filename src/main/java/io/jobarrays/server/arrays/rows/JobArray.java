package io.jobarrays.server.arrays.rows;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.instances.rows.OwnedRow;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Row of an array: its spec, which only a restart with corrections replaces, and its state. Each
 * transition is a method.
 */
@Entity
public class JobArray extends OwnedRow {
    @Id public String id = "";

    @Column(updatable = false)
    public String name = "";

    @Column(updatable = false)
    public @Nullable String label;

    public int size;

    @Column(updatable = false)
    public boolean standalone;

    /** {@code ArraySpec#flags} as JSON. */
    public String flags = "{}";

    @Column(updatable = false)
    public long execution;

    @Column(updatable = false)
    public @Nullable String stage;

    /** Stage to array id, as JSON. */
    public String inputArrays = "{}";

    @Column(updatable = false)
    public String region = "";

    @Enumerated(EnumType.STRING)
    public ArrayState state = ArrayState.LAUNCHING;

    /** All members are retried once the last one has ended. */
    public boolean retriesTogether;

    public int peersGeneration;
    public @Nullable String outcome;
    public @Nullable String reason;

    /** Its batch job has ended, with whatever status. */
    public boolean finished;

    /** All its instances are to be terminated. */
    public boolean draining;

    /** EC2's code of the last launch call when it failed, wholly or in part. */
    public @Nullable String launchCode;

    public @Nullable String launchReason;

    /** No launch call before this time, after one that failed. */
    public @Nullable Instant launchRetryAt;

    /** When EC2's launch rate admits its last call, estimated; null when it does not wait. */
    public @Nullable Instant launchQueuedUntil;

    @Column(updatable = false)
    public Instant createdAt = Instant.EPOCH;

    /** Stopped before its work had ended; it is not drained before it is started again. */
    public boolean suspended;

    /** When the on-complete action is due; null before the work has ended. */
    public @Nullable Instant completeAt;

    /** The on-complete action was carried out. */
    public boolean completed;

    /** Hash of the last published peers. */
    public String rosterHash = "";

    public @Nullable Instant endedAt;

    /**
     * Arrays of earlier stages whose instances it takes over, separated by commas; empty once it
     * has.
     */
    public String machinesFrom = "";

    /** Its names are those of the machines that it takes over. */
    @Column(updatable = false)
    public boolean sharesLabel;

    /** Members that keep their instances for later stages of the execution, as ranges. */
    public String keptMachines = "";

    /** Later stages need fewer of its machines now. */
    public void keepMachines(IndexSet members) {
        keptMachines = members.ranges();
        changed();
    }

    /** Members whose instances later stages need. */
    public IndexSet keptIndexes() {
        return keptMachines.isEmpty() ? IndexSet.firstOf(0) : IndexSet.parse(keptMachines);
    }

    /** The arrays whose instances it is still to take over. */
    public List<String> machineSources() {
        return machinesFrom.isEmpty() ? List.of() : List.of(machinesFrom.split(",", -1));
    }

    /**
     * It has taken over what there was.
     *
     * @param peers newest generation of peers that the agents have
     */
    public void machinesTaken(int peers) {
        machinesFrom = "";
        peersGeneration = Math.max(peersGeneration, peers);
        changed();
    }

    /** Forgets the result of the last run: the batch job runs the array again. */
    public void reopen() {
        finished = false;
        completed = false;
        completeAt = null;
        outcome = null;
        reason = null;
        launchQueuedUntil = null;
        retriesTogether = false;
        endedAt = null;
        clearLaunchError();
    }

    /** Reopens the array and launches its instances again. */
    public void relaunch() {
        draining = false;
        suspended = false;
        state = ArrayState.LAUNCHING;
        reopen();
    }

    /** A suspended array has not finished: its batch job is started again. */
    public void batchJobEnded() {
        if (!suspended) {
            finished = true;
            changed();
        }
    }

    public void batchJobRestarted() {
        if (endedAt == null) {
            finished = false;
            changed();
        }
    }

    /** Stopped before its work had ended. */
    public void suspend() {
        if (endedAt == null) {
            suspended = true;
            changed();
        }
    }

    /** Started again after {@link #suspend}. */
    public void resume() {
        if (suspended) {
            suspended = false;
            state = ArrayState.LAUNCHING;
            changed();
        }
    }

    /** All members are retried once the last one has ended, or they are not any more. */
    public void retryTogether(boolean follows) {
        if (retriesTogether != follows) {
            retriesTogether = follows;
            changed();
        }
    }

    /** Stages whose outputs its members read, which began after it. */
    public void readInputsOf(String stagesToArrays) {
        if (!inputArrays.equals(stagesToArrays)) {
            inputArrays = stagesToArrays;
            changed();
        }
    }

    /** Its next attempts run another spec. */
    public void correct(String spec) {
        flags = spec;
        changed();
    }

    public void resize(int members) {
        size = members;
        changed();
    }

    /** All its instances are to be terminated. */
    public void drain() {
        if (endedAt == null) {
            draining = true;
            changed();
        }
    }

    /** The last launch call launched none or only some of the instances. */
    public void launchFailed(String code, String why, @Nullable Instant retryAt) {
        launchCode = code;
        launchReason = why;
        launchRetryAt = retryAt;
        changed();
    }

    /** All members were launched after the last error. */
    public void clearLaunchError() {
        launchCode = null;
        launchReason = null;
        launchRetryAt = null;
        changed();
    }

    /** EC2's launch rate admits the array's last call about then; null: it does not wait. */
    public void launchQueued(@Nullable Instant until) {
        launchQueuedUntil = until;
        changed();
    }

    public void peersPublished(int generation, String hash) {
        peersGeneration = generation;
        rosterHash = hash;
        changed();
    }

    public void peersWithdrawn() {
        rosterHash = "";
        changed();
    }

    public void notViable(String itsOutcome, String why) {
        outcome = itsOutcome;
        reason = why;
        changed();
    }

    public void scheduleCompletion(Instant at) {
        completeAt = at;
        changed();
    }

    /** The on-complete action was carried out. */
    public void completed() {
        completed = true;
        changed();
    }

    public void setState(ArrayState itsState) {
        state = itsState;
        changed();
    }

    public void ended(Instant now) {
        state = ArrayState.ENDED;
        endedAt = now;
        changed();
    }

    public static List<JobArray> notEnded() {
        return list("endedAt is null");
    }

    public static List<JobArray> ofExecution(long execution) {
        return list("execution", execution);
    }

    public static List<String> idsOfExecutions(List<Long> executions) {
        return find("select id from JobArray where execution in ?1", executions)
                .project(String.class)
                .list();
    }
}
