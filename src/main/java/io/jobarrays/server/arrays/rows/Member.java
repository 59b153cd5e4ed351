package io.jobarrays.server.arrays.rows;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.server.instances.rows.OwnedRow;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Row of a member: one index of an array. Its instance is the one of the newest generation. Each
 * transition is a method.
 */
@Entity
@IdClass(Member.Key.class)
public class Member extends OwnedRow {
    private static final String SUCCEEDED = new ExitReason.Exit(0).toString();
    private static final String SILENT = Plain.AGENT_SILENT.toString();

    /** Exits that are recorded when the agent has not reported one. */
    private static final Set<String> ASSUMED =
            Set.of(SILENT, Plain.MACHINE_LOST.toString(), Plain.SHUT_DOWN.toString());

    @Id public String arrayId = "";
    @Id public int index;
    public String name = "";
    public int attempt = 1;

    /** Generation of peers that its agent acknowledged; 0: sent only, -1: not sent. */
    public int peersGeneration = -1;

    /** {@code ExitReason} of this attempt; null while it is open. */
    public @Nullable String exitStatus;

    public @Nullable String reason;

    /** What the outputs of this attempt lack; null for nothing. */
    public @Nullable String note;

    public @Nullable Instant endedAt;

    /** Why outputs of this attempt are on its instance only; null when none are. */
    public @Nullable String unkeptOutputs;

    /** Its instance has ended with the unkept outputs. */
    public boolean outputsLost;

    /** When this attempt began to wait for an instance; later than now while it is delayed. */
    public Instant attemptAt = Instant.EPOCH;

    /** When EC2's launch rate admitted the call for this attempt; null before. */
    public @Nullable Instant admittedAt;

    @Embedded public MemberPower power = new MemberPower();

    /** Its work waits for other stages. */
    public boolean held;

    /** It gets a machine when another index has ended, by {@code --max-concurrent}. */
    public boolean deferred;

    /** Why its work is to be stopped: the failure of another member; null: it is not. */
    public @Nullable String stopCause;

    /** Instances of a lower generation are to be replaced. */
    public int leastGeneration;

    /** Instance that it had in this attempt, and that is the machine of another member now. */
    public @Nullable String lastInstance;

    public int retries;
    public int reclaims;
    public @Nullable Instant interruptedAt;
    public @Nullable String busy;
    public @Nullable Instant idleSince;

    /** Removed by scaling down. */
    public boolean retired;

    /** Primary key. */
    public record Key(String arrayId, int index) implements Serializable {}

    /** Ends the attempt; false when it has ended before, or another attempt has begun. */
    public boolean endAttempt(int ended, String exit, @Nullable String why, Instant now) {
        return attempt == ended && exitStatus == null && setExit(exit, why, now);
    }

    /**
     * Replaces an exit that was recorded without a report by the one that the agent reports; false
     * without effect.
     */
    public boolean replaceAssumedExit(int ended, String exit, @Nullable String why, Instant now) {
        return attempt == ended
                && exitStatus != null
                && ASSUMED.contains(exitStatus)
                && setExit(exit, why, now);
    }

    /** Withdraws {@code AGENT_SILENT}, since the agent is back; false without effect. */
    public boolean reopenSilent(int ended) {
        return attempt == ended && SILENT.equals(exitStatus) && setExit(null, null, null);
    }

    private boolean setExit(
            @Nullable String exit, @Nullable String why, @Nullable Instant itsEndedAt) {
        exitStatus = exit;
        reason = why;
        endedAt = itsEndedAt;
        changed();
        return true;
    }

    /** What the outputs of the attempt that has ended lack; null: nothing. */
    public void outputsNoted(@Nullable String what) {
        if (!Objects.equals(note, what)) {
            note = what;
            changed();
        }
    }

    /**
     * Why outputs of the attempt are on its instance only; null: none are. Without effect when
     * another attempt has begun.
     */
    public void outputsUnkept(int ofAttempt, @Nullable String why) {
        if (attempt == ofAttempt && !Objects.equals(unkeptOutputs, why)) {
            unkeptOutputs = why;
            changed();
        }
    }

    /** The instance of the attempt has ended with its unkept outputs. */
    public void outputsLost(int ofAttempt) {
        if (attempt == ofAttempt) {
            outputsLost = true;
            changed();
        }
    }

    /** Its work is to be stopped, since another member has failed; the first cause counts. */
    public void stopWork(String cause) {
        if (exitStatus == null && stopCause == null) {
            stopCause = cause;
            changed();
        }
    }

    /** Its work waits for other stages, again after a restart. */
    public void hold() {
        held = true;
        changed();
    }

    /** It gets a machine later. */
    public void defer() {
        deferred = true;
        changed();
    }

    /** It gets a machine now, with a time to live of its own. */
    public void takeTurn(Instant now, @Nullable Instant deadline) {
        deferred = false;
        awaitFrom(now, deadline);
    }

    /** Its time to wait for an instance, and its time to live, begin now. */
    public void awaitFrom(Instant now, @Nullable Instant deadline) {
        attemptAt = now;
        power.resetForNewInstance(deadline);
        changed();
    }

    /** What its work waited for has come. */
    public void release() {
        held = false;
        changed();
    }

    /** Begins the next attempt at that time, counted as a retry. */
    public void retry(Instant at) {
        retries++;
        restart(at);
    }

    /** Begins the next attempt after EC2 reclaimed the spot instance; not counted as a retry. */
    public void replaceReclaimed(Instant now) {
        reclaims++;
        restart(now);
    }

    /** Begins the next attempt at a user's request; not counted as a retry. */
    public void restart(Instant now) {
        interruptedAt = null;
        resume(now);
    }

    /** Begins the next attempt after a stop interrupted the work. */
    public void resume(Instant now) {
        attempt++;
        deferred = false;
        exitStatus = null;
        reason = null;
        note = null;
        endedAt = null;
        unkeptOutputs = null;
        outputsLost = false;
        power.halted = false;
        stopCause = null;
        lastInstance = null;
        peersGeneration = -1;
        attemptAt = now;
        admittedAt = null;
        changed();
    }

    /** Begins the next attempt of members that wait for instances together, with the same time. */
    public void launchAgain() {
        attempt++;
        peersGeneration = -1;
        changed();
    }

    /** EC2's launch rate admitted the call for this attempt; the first time counts. */
    public void admitted(Instant now) {
        if (admittedAt == null) {
            admittedAt = now;
            changed();
        }
    }

    /** EC2's launch rate refused the call after all. */
    public void admissionWithdrawn() {
        admittedAt = null;
        changed();
    }

    /** Instances of a lower generation are replaced. */
    public void replaceInstance(int minGeneration) {
        leastGeneration = minGeneration;
        changed();
    }

    /** Its instance has become the machine of another member. */
    public void passedOn(String instanceId) {
        lastInstance = instanceId;
        changed();
    }

    /** It has an instance that was launched for another member, with that time to live. */
    public void tookOver(@Nullable Instant deadline) {
        power.resetForNewInstance(deadline);
        changed();
    }

    /** The work of this attempt ended with 0, and every declared output is kept. */
    public boolean succeeded() {
        return SUCCEEDED.equals(exitStatus) && unkeptOutputs == null;
    }

    /** Removed from an array that is scaled down. */
    public void retire() {
        retired = true;
        changed();
    }

    /** Returns to an array that is scaled up again, with a new instance. */
    public void rejoin(int minGeneration) {
        retired = false;
        power.desired = DesiredPower.RUNNING;
        leastGeneration = minGeneration;
        changed();
    }

    /** Peers were published; its agent has not acknowledged them yet. */
    public void peersPublished() {
        peersGeneration = 0;
        changed();
    }

    /** An acknowledgement of an older generation that arrives late changes nothing. */
    public void peersAcknowledged(int generation) {
        if (peersGeneration < generation) {
            peersGeneration = generation;
            changed();
        }
    }

    /** Its agent has connected with peers of this generation; lower than before: it lost them. */
    public void peersHeld(int generation) {
        if (peersGeneration > generation) {
            peersGeneration = 0;
            changed();
        }
    }

    /** Its instance is to be started; its agent is sent the peers again. */
    public void start(Instant now) {
        peersGeneration = -1;
        power.requestStart(now);
        changed();
    }

    /** One transition of power and deadline. */
    public void power(Consumer<MemberPower> transition) {
        transition.accept(power);
        changed();
    }

    public void activity(@Nullable String itsBusy, @Nullable Instant since) {
        busy = itsBusy;
        idleSince = since;
        changed();
    }

    /** Records a spot interruption notice; false when it was recorded before. */
    public boolean interrupted(Instant at) {
        if (interruptedAt != null) {
            return false;
        }
        interruptedAt = at;
        changed();
        return true;
    }

    /** Indexes of the members of an array that {@link #succeeded}, without retired ones. */
    public static List<Integer> succeededIndexes(String arrayId) {
        return find(
                        "select index from Member where arrayId = ?1 and not retired and exitStatus ="
                                + " ?2 and unkeptOutputs is null",
                        arrayId,
                        SUCCEEDED)
                .project(Integer.class)
                .list();
    }
}
