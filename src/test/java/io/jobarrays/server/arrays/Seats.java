package io.jobarrays.server.arrays;

import io.jobarrays.server.instances.InstanceState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Seats as they might be, one thing changed at a time. */
final class Seats {
    private Seats() {}

    static Seat with(Seat s, Seat.@Nullable Occupant instance) {
        return make(s, instance, s.silent(), s.connected(), s.standing());
    }

    static Seat with(Seat s, Standing standing) {
        return make(s, s.instance(), s.silent(), s.connected(), standing);
    }

    static Seat unheard(Seat s, boolean silent) {
        return make(s, s.instance(), silent, false, s.standing());
    }

    static Seat.Occupant occupant(Seat.Occupant i, InstanceState state, @Nullable String publicIp) {
        return new Seat.Occupant(
                i.instanceId(),
                i.generation(),
                i.attempt(),
                state,
                i.reason(),
                i.type(),
                i.az(),
                i.privateIp(),
                publicIp,
                i.launchedAt(),
                i.enrolledAt());
    }

    /** Its deadline rests, with so much left. */
    static Seat resting(Seat s, Duration left) {
        return with(s, Standings.resting(s.standing(), left));
    }

    private static Seat make(
            Seat s,
            Seat.@Nullable Occupant instance,
            boolean silent,
            boolean connected,
            Standing standing) {
        return new Seat(
                s.index(),
                s.name(),
                s.attempt(),
                s.attemptAt(),
                s.peersGeneration(),
                s.exit(),
                s.reason(),
                instance,
                silent,
                connected,
                standing);
    }
}
