package io.jobarrays.server.instances;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.instances.ec2.BulkResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Instances that EC2 does not know by their ids. They may still be running, so they count as gone
 * only after several reads over {@code spawn.unknown-until-gone}; calls about them wait meanwhile.
 *
 * <p>Kept in memory: after a restart of the server the time begins again, since two answers with an
 * outage between them are not a minute of reads.
 *
 * @see <a href="https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html">Eventual
 *     consistency in the Amazon EC2 API, 2025: after TerminateInstances, InvalidInstanceID.NotFound
 *     "does not mean that the instance is or will be terminated. Your instance could still be
 *     running."</a>
 */
@ApplicationScoped
public class UnknownInstances {
    /** Reads that must agree, however far apart the polls are. */
    static final int MIN_READS_UNTIL_GONE = 3;

    static final String STILL_SOUGHT =
            "EC2 does not know this instance at the moment (InvalidInstanceID.NotFound), although"
                    + " it may still be running";

    private final Duration untilGone;
    private final Clock clock;
    private final Map<String, Unknown> unknown = new ConcurrentHashMap<>();

    @Inject
    public UnknownInstances(SpawnConfig config, Clock clock) {
        this(config.unknownUntilGone(), clock);
    }

    UnknownInstances(Duration untilGone, Clock clock) {
        this.untilGone = untilGone;
        this.clock = clock;
    }

    private record Unknown(Instant since, int reads) {
        Unknown readAgain() {
            return new Unknown(since, reads + 1);
        }
    }

    /** Records a read by id of instances, and forgets those that are not among {@code all}. */
    public void recordRead(
            Collection<String> all, Collection<String> found, Collection<String> notFound) {
        unknown.keySet().retainAll(all);
        unknown.keySet().removeAll(found);
        for (String id : notFound) {
            unknown.compute(
                    id,
                    (key, known) ->
                            known == null ? new Unknown(clock.instant(), 1) : known.readAgain());
        }
    }

    /** Whether no read has found the instance for so long that it counts as terminated. */
    public boolean isGone(String instanceId) {
        Unknown found = unknown.get(instanceId);
        return found != null
                && found.reads() >= MIN_READS_UNTIL_GONE
                && !clock.instant().isBefore(found.since().plus(untilGone));
    }

    /** Makes a call about those instances that EC2 knows; refuses it for the others. */
    BulkResult callKnown(
            Collection<String> instanceIds, Function<Collection<String>, BulkResult> call) {
        List<String> known = new ArrayList<>(instanceIds);
        known.removeAll(unknown.keySet());
        BulkResult result =
                known.isEmpty()
                        ? new BulkResult(List.of(), Map.of(), List.of(), false)
                        : call.apply(known);
        for (String id : result.unknown()) {
            unknown.putIfAbsent(id, new Unknown(clock.instant(), 0));
        }
        Map<String, String> refused = new HashMap<>();
        instanceIds.stream()
                .filter(unknown::containsKey)
                .forEach(id -> refused.put(id, STILL_SOUGHT));
        return result.withRefused(refused);
    }
}
