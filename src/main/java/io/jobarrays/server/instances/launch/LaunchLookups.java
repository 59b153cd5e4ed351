package io.jobarrays.server.instances.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Times since which launch calls of unknown outcome are looked up; instances that EC2 has not
 * listed for the listing delay after the latest call were not launched.
 */
final class LaunchLookups {
    private final Map<String, Instant> since = new ConcurrentHashMap<>();
    private final Duration listingDelay;

    LaunchLookups(Duration listingDelay) {
        this.listingDelay = listingDelay;
    }

    /** The call was repeated now, and may have launched instances. */
    void repeated(String intentId, Instant now) {
        since.put(intentId, now);
    }

    /** Whether the listing delay is over; it begins at the first look-up after a restart. */
    boolean areOver(String intentId, Instant now) {
        Instant first = since.computeIfAbsent(intentId, id -> now);
        return !now.isBefore(first.plus(listingDelay));
    }

    void settled(String intentId) {
        since.remove(intentId);
    }
}
