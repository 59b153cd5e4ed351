package io.jobarrays.server.arrays;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.instances.InstanceState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One member of a {@link Scene}, as it comes to be. */
final class SeatDraft {
    private final int index;
    private final int attempt;
    private final int acknowledged;
    private final @Nullable ExitReason exit;
    private final boolean enrolled;
    @Nullable InstanceState state;
    @Nullable String publicIp;
    boolean silent;
    boolean connected;
    Power power = Power.RUNNING;
    @Nullable Instant powerAt;
    boolean halted;
    boolean paused;
    @Nullable Instant deadline;
    @Nullable Duration remaining;
    int leastGeneration;
    int retries;
    int reclaims;
    @Nullable Instant interruptedAt;
    @Nullable Instant idleSince;

    /**
     * @param state of its machine; null: it has none
     */
    SeatDraft(
            int index,
            int attempt,
            int acknowledged,
            @Nullable ExitReason exit,
            @Nullable InstanceState state,
            boolean enrolled) {
        this.index = index;
        this.attempt = attempt;
        this.acknowledged = acknowledged;
        this.exit = exit;
        this.state = state;
        this.enrolled = enrolled;
        this.connected = state != null;
    }

    Seat done() {
        return new Seat(
                index,
                "compute-" + index,
                attempt,
                Scene.BEGAN,
                acknowledged,
                exit,
                null,
                state == null ? null : instance(state),
                silent,
                connected,
                standing());
    }

    private Seat.Occupant instance(InstanceState now) {
        return new Seat.Occupant(
                "i-" + index,
                1,
                1,
                now,
                null,
                "t3.micro",
                "us-east-1a",
                "10.77.0." + (10 + index),
                publicIp,
                Scene.BEGAN,
                enrolled ? Scene.BEGAN.plusSeconds(3) : null);
    }

    private Standing standing() {
        return new Standing(
                power,
                powerAt,
                null,
                halted,
                paused,
                deadline,
                remaining,
                null,
                leastGeneration,
                retries,
                reclaims,
                interruptedAt,
                null,
                idleSince);
    }
}
