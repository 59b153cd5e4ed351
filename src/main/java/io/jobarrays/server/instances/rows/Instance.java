package io.jobarrays.server.instances.rows;

import io.jobarrays.contract.Sha256;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Row of an instance id that EC2 returned; kept after the instance has terminated. */
// All columns are updated: Hibernate batches no dynamic updates.
@Entity
public class Instance extends OwnedRow {
    @Id public String instanceId = "";
    public String arrayId = "";
    public int index;
    public int generation;
    public int attempt;

    /** The last attempt whose work it received; 0: none yet. */
    public int workAttempt;

    @Enumerated(EnumType.STRING)
    public InstanceState state = InstanceState.PENDING;

    public @Nullable String reason;
    public String instanceType = "";
    public @Nullable String az;
    public @Nullable String privateIp;
    public @Nullable String publicIp;
    public String nonceHash = "";
    public Instant launchedAt = Instant.EPOCH;

    /** Start of the current time in state running; null in other states. */
    public @Nullable Instant runningSince;

    public @Nullable Instant enrolledAt;

    /** Whether name and index are written as tags. */
    public boolean tagged;

    /** Generation of peers in its tag; 0: none. */
    public int peersTag;

    /** Deadline in its tag; null: none is recorded. */
    public @Nullable Instant deadlineTag;

    /** When its end was requested; stands until EC2 confirms the end. */
    public @Nullable Instant endRequestedAt;

    public @Nullable Instant endedAt;

    public static List<Instance> ofArray(String arrayId) {
        return list("arrayId", arrayId);
    }

    /**
     * Records what EC2 says of it; false when that is nothing new.
     *
     * @param seen null: EC2 no longer knows it
     */
    public boolean observed(
            software.amazon.awssdk.services.ec2.model.@Nullable Instance seen, Instant now) {
        boolean differs = seen == null ? markMissing(now) : InstanceUpdate.apply(this, seen, now);
        if (differs) {
            changed();
        }
        return differs;
    }

    private boolean markMissing(Instant now) {
        if (state == InstanceState.TERMINATED) {
            return false;
        }
        state = InstanceState.TERMINATED;
        reason = "EC2 no longer knows it";
        endedAt = now;
        return true;
    }

    /** Records the enrolment; false when it has enrolled before or the nonce is another. */
    public boolean enrol(String nonce, Instant now) {
        if (enrolledAt != null || !launchedWith(nonce)) {
            return false;
        }
        enrolledAt = now;
        changed();
        return true;
    }

    /** Whether the instance was launched with this nonce. */
    public boolean launchedWith(String nonce) {
        return nonceHash.equals(Sha256.of(nonce));
    }

    /** It has the work of this attempt; its loss is the loss of the attempt. */
    public void workReceived(int ofAttempt) {
        if (workAttempt < ofAttempt) {
            workAttempt = ofAttempt;
            changed();
        }
    }

    /** It is to be terminated; recorded before EC2 is asked. */
    public void requestEnd(Instant now) {
        if (endRequestedAt == null) {
            endRequestedAt = now;
            changed();
        }
    }

    /** EC2 accepted to stop it. */
    public void stopping() {
        power(InstanceState.STOPPING);
    }

    /** EC2 accepted to start it. */
    public void starting() {
        power(InstanceState.PENDING);
    }

    private void power(InstanceState accepted) {
        if (!state.isEnding()) {
            state = accepted;
            runningSince = null;
            changed();
        }
    }

    /** EC2 accepted to terminate it. */
    public void shuttingDown() {
        if (!state.isEnding()) {
            state = InstanceState.SHUTTING_DOWN;
            changed();
        }
    }

    /** EC2 has its name and index as tags. */
    public void memberTagged() {
        tagged = true;
        changed();
    }

    /** EC2 has the pointer to this generation of peers as a tag. */
    public void peersTagged(int ofPeers) {
        peersTag = ofPeers;
        changed();
    }

    /** EC2 has this deadline as a tag. */
    public void deadlineTagged(Instant deadline) {
        deadlineTag = deadline;
        changed();
    }

    /**
     * It becomes the machine of another index, with nothing of its work yet; its tags name the
     * earlier one when they are to be written again.
     */
    void reassign(String toArray, int toIndex, int itsGeneration, boolean keepsName) {
        arrayId = toArray;
        index = toIndex;
        generation = itsGeneration;
        attempt = 0;
        workAttempt = 0;
        tagged &= keepsName;
        changed();
    }

    /** It was launched for another index, and has not received work of this one. */
    public boolean isReassigned() {
        return attempt == 0 && workAttempt == 0;
    }

    public Assignment assignment() {
        return new Assignment(arrayId, index, generation, attempt, instanceId);
    }
}
