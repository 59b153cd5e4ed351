package io.jobarrays.server.arrays.rows;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Desired power of a member and its deadline. A member with TTL has either a deadline, or a
 * remaining time while its instance is off.
 */
@Embeddable
public class MemberPower {
    @Enumerated(EnumType.STRING)
    @Column(name = "power")
    public DesiredPower desired = DesiredPower.RUNNING;

    /** When the desired power was requested. */
    public @Nullable Instant powerAt;

    /** EC2's last refusal of the desired power. */
    public @Nullable String powerReason;

    /** Its agent has ended the work before a stop. */
    public boolean halted;

    /** Its agent has paused the deadline. */
    public boolean paused;

    /** Null while its instance is off, or without TTL. */
    public @Nullable Instant ttlDeadline;

    /** Seconds; null while its instance runs, or without TTL. */
    public @Nullable Long ttlRemaining;

    /** Deadline that its agent has stored on disk. */
    public @Nullable Instant deadlineStored;

    /** To be stopped or hibernated. */
    public void requestOff(DesiredPower off, Instant now) {
        desired = off;
        powerAt = now;
        powerReason = null;
        paused = false;
        halted = false;
    }

    /** As {@link #requestOff}, unless it is off or to be off; false without effect. */
    public boolean requestOffIfOn(DesiredPower off, Instant now) {
        if (desired.isOff()) {
            return false;
        }
        requestOff(off, now);
        return true;
    }

    /** To be started. */
    public void requestStart(Instant now) {
        desired = DesiredPower.STARTING;
        powerAt = now;
        powerReason = null;
    }

    /** As {@link #requestStart}, if it is off or to be off. */
    public void requestStartIfOff(Instant now) {
        if (desired.isOff()) {
            requestStart(now);
        }
    }

    /** Its started instance is running; without effect when another power is desired by now. */
    public void started() {
        if (desired == DesiredPower.STARTING) {
            desired = DesiredPower.RUNNING;
            powerReason = null;
            paused = false;
            halted = false;
        }
    }

    /** Its running instance was stopped outside this control plane. */
    public void stoppedExternally(Instant now) {
        if (desired == DesiredPower.RUNNING) {
            desired = DesiredPower.STOPPED;
            powerAt = now;
        }
    }

    /** EC2 refused the desired power. */
    public void refused(String reason) {
        powerReason = reason;
    }

    /** The agent has ended the work before a stop. */
    public void workStopped() {
        halted = true;
    }

    /** The agent has paused the deadline; ignored when the member was started again meanwhile. */
    public void deadlinePaused() {
        if (desired != DesiredPower.RUNNING) {
            paused = true;
        }
    }

    /** Replaces the deadline by the time that remains, a second at least. */
    public void pauseDeadline(Instant now) {
        if (ttlDeadline != null) {
            ttlRemaining = Math.max(1, Duration.between(now, ttlDeadline).toSeconds());
            ttlDeadline = null;
            deadlineStored = null;
        }
    }

    /** Replaces the remaining time by a deadline, counted from now. */
    public void resumeDeadline(Instant now) {
        if (ttlDeadline == null && ttlRemaining != null) {
            ttlDeadline = now.plusSeconds(ttlRemaining);
            ttlRemaining = null;
        }
    }

    /** Moves a deadline that is not paused. */
    public void moveDeadline(Instant deadline) {
        if (ttlDeadline != null) {
            ttlDeadline = deadline;
        }
    }

    /** Sets the deadline of a member whose instance is not launched yet; null without TTL. */
    public void setDeadline(@Nullable Instant deadline) {
        ttlDeadline = deadline;
        ttlRemaining = null;
    }

    public void extendRemaining(Duration by) {
        if (ttlRemaining != null) {
            ttlRemaining += by.toSeconds();
        }
    }

    /** The agent has stored this deadline. */
    public void deadlineStored(Instant deadline) {
        deadlineStored = deadline;
    }

    /** Forgets deadline and power of the earlier instance; null without TTL. */
    public void resetForNewInstance(@Nullable Instant deadline) {
        ttlDeadline = deadline;
        ttlRemaining = null;
        deadlineStored = null;
        desired = DesiredPower.RUNNING;
        paused = false;
    }
}
