package io.jobarrays.server.aws;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Queue of launch calls at EC2's launch rate. Arrays take turns, call by call; among those that
 * were served equally, the one submitted first is next. A call is admitted when the buckets hold
 * what it and all calls before it need, so that one that needs many instances at once collects
 * them.
 *
 * <p>The order is start-time fair queueing (Goyal, Vin, Cheng, SIGCOMM 1996), with the instances of
 * a call as its length.
 */
@ApplicationScoped
public class LaunchQueue {
    /** EC2 counts one request for each call. */
    private static final int REQUESTS_PER_CALL = 1;

    private static final Comparator<Entry> TURN =
            Comparator.comparingDouble(Entry::served)
                    .thenComparing(entry -> entry.demand().submittedAt())
                    .thenComparing(entry -> entry.demand().arrayId());

    /**
     * Waiting array.
     *
     * @param served instances that it was admitted for, comparable between arrays
     */
    private record Entry(LaunchDemand demand, double served) {
        /** False after its last call was admitted, until the array leaves or asks for more. */
        boolean isWaiting() {
            return demand.total() > 0;
        }

        /** The array after its next call. */
        Entry afterCall() {
            int rest = demand.total() - demand.nextCall();
            return new Entry(
                    new LaunchDemand(
                            demand.arrayId(),
                            demand.submittedAt(),
                            Math.min(demand.nextCall(), rest),
                            rest),
                    served + demand.nextCall());
        }
    }

    private final TokenBucket requests;
    private final TokenBucket instances;
    private final Clock clock;
    private final Map<String, Entry> entries = new HashMap<>();

    /** {@code served} of an array that enters now. */
    private double turn;

    LaunchQueue(AwsRateLimits limits, Clock clock) {
        this.requests = limits.bucket(CallFamily.RUN_REQUESTS);
        this.instances = limits.bucket(CallFamily.RUN_INSTANCES);
        this.clock = clock;
    }

    /** The most instances that one call may ask for: a full bucket. */
    public int mostPerCall() {
        return (int) instances.size();
    }

    /** Instances a second that a bucket gets which is not full. */
    public String instancesPerSecond() {
        return BigDecimal.valueOf(instances.perSecond()).stripTrailingZeros().toPlainString();
    }

    /**
     * Admits the next call of an array when it is its turn: the call must be made now, and what was
     * not launched be {@link #giveBack given back}. Otherwise the array waits in the queue.
     *
     * @return zero when admitted, else the time after which to ask again
     */
    public synchronized Duration admit(LaunchDemand demand) {
        Entry known = entries.get(demand.arrayId());
        Entry entry = new Entry(demand, known == null ? turn : known.served());
        entries.put(demand.arrayId(), entry);
        Duration wait = waitFor(callsUntil(entry));
        if (wait.isZero()) {
            Instant now = clock.instant();
            requests.take(REQUESTS_PER_CALL, now);
            instances.take(demand.nextCall(), now);
            turn = entry.served();
            entries.put(demand.arrayId(), entry.afterCall());
        }
        return wait;
    }

    /** The array waits no longer. */
    public synchronized void leave(String arrayId) {
        entries.remove(arrayId);
    }

    synchronized int waitingArrays() {
        return (int) entries.values().stream().filter(Entry::isWaiting).count();
    }

    synchronized int waitingInstances() {
        return entries.values().stream().mapToInt(entry -> entry.demand().total()).sum();
    }

    /** Gives the instances back that an admitted call did not launch. */
    public void giveBack(int notLaunched) {
        instances.giveBack(notLaunched, clock.instant());
    }

    /** Time until the last call of a waiting array is admitted; zero when it does not wait. */
    public synchronized Duration timeUntilLastCall(String arrayId) {
        Entry entry = entries.get(arrayId);
        return entry == null ? Duration.ZERO : waitFor(callsUntilLastOf(entry));
    }

    /** Time until the last call of an array submitted now would be admitted. */
    public synchronized Duration timeUntilLastCall(int total, int perCall) {
        LaunchDemand demand =
                new LaunchDemand("", clock.instant(), Math.min(perCall, total), total);
        return waitFor(callsUntilLastOf(new Entry(demand, turn)));
    }

    /** Next calls of the arrays before this one, and its own. */
    private List<Integer> callsUntil(Entry entry) {
        List<Integer> calls = new ArrayList<>();
        for (Entry other : entries.values()) {
            if (other.isWaiting() && TURN.compare(other, entry) < 0) {
                calls.add(other.demand().nextCall());
            }
        }
        calls.add(entry.demand().nextCall());
        return calls;
    }

    /** All calls, in turn, until the last one of this array. */
    private List<Integer> callsUntilLastOf(Entry entry) {
        Map<String, Entry> waiting = new HashMap<>(entries);
        waiting.values().removeIf(other -> !other.isWaiting());
        waiting.put(entry.demand().arrayId(), entry);
        List<Integer> calls = new ArrayList<>();
        while (waiting.containsKey(entry.demand().arrayId())) {
            Entry next = waiting.values().stream().min(TURN).orElseThrow();
            calls.add(next.demand().nextCall());
            Entry after = next.afterCall();
            if (after.isWaiting()) {
                waiting.put(after.demand().arrayId(), after);
            } else {
                waiting.remove(after.demand().arrayId());
            }
        }
        return calls;
    }

    private Duration waitFor(List<Integer> calls) {
        Instant now = clock.instant();
        int total = calls.stream().mapToInt(Integer::intValue).sum();
        Duration forInstances = instances.timeUntil(total, now);
        Duration forRequests = requests.timeUntil(calls.size() * REQUESTS_PER_CALL, now);
        return forInstances.compareTo(forRequests) > 0 ? forInstances : forRequests;
    }
}
