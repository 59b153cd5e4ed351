package io.jobarrays.server.arrays.reconcile;

import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides when the end of an array's TTL is warned of. */
final class TtlWarning {
    private TtlWarning() {}

    /**
     * The earliest deadline of its machines, if it is near.
     *
     * @param lead of the warning; at most half of the TTL
     */
    static Optional<Instant> due(ArraySnapshot array, Duration lead, Instant now) {
        Duration ttl = array.spec().ttl();
        if (array.draining()) {
            return Optional.empty();
        }
        Duration before =
                ttl == null || lead.multipliedBy(2).compareTo(ttl) <= 0 ? lead : ttl.dividedBy(2);
        return array.members().stream()
                .filter(MemberSnapshot::hasLiveInstance)
                .filter(member -> !member.lifecycle().deadlinePaused())
                .flatMap(member -> Stream.ofNullable(member.lifecycle().deadline()))
                .min(Comparator.naturalOrder())
                .filter(
                        deadline ->
                                now.isBefore(deadline) && !now.isBefore(deadline.minus(before)));
    }
}
