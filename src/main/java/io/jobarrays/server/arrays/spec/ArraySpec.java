package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.ArrayName;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.NamePattern;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.edges.Edge;
import io.jobarrays.server.arrays.spec.sweep.Sweep;
import io.jobarrays.server.instances.rows.LaunchPool;
import io.jobarrays.server.instances.rows.MachineRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Specification of an array, read from the launch flags of CLI, REST and job XML; a bad flag throws
 * {@link Refusal}.
 *
 * @param flags as given; {@link #of} reads them back to an equal spec, so only they are stored
 * @param count number of indexes, {@code JOB_ARRAY_SIZE}
 * @param indexes those that have members; all, or those of {@code --indexes}
 * @param standalone a single instance, which its user does not address as an array
 * @param machine in the first of the pools
 * @param pools capacity pools in the order in which they are tried
 * @param dnsLabel label of the array's DNS names; null without DNS
 * @param ttl time to live of each instance; null: unlimited
 * @param queueTimeout time in which EC2's launch rate must admit the first call; null: unlimited
 * @param minViable the array is drained when fewer members enrol
 * @param maxConcurrent most indexes that have a machine at one time; null: all
 * @param reusesMachines whether the machine of an index that has ended becomes that of the next,
 *     when not all have one at one time
 * @param after what the work of an index waits for; only in a stage
 * @param success when the array has succeeded, and whether that ends the rest
 * @param stopsAllOnFailure the work of all members is stopped once that of one has failed for good,
 *     unless the array can still succeed
 */
public record ArraySpec(
        Map<String, String> flags,
        ArrayName name,
        int count,
        IndexSet indexes,
        boolean standalone,
        NamePattern namePattern,
        MachineRequest machine,
        List<LaunchPool> pools,
        WorkSpec work,
        @Nullable String region,
        @Nullable String dnsLabel,
        @Nullable Duration ttl,
        boolean barrier,
        Duration barrierTimeout,
        @Nullable Duration queueTimeout,
        int minViable,
        IdleSpec idle,
        RetryRules retryRules,
        @Nullable Integer maxConcurrent,
        boolean reusesMachines,
        List<Edge> after,
        SuccessRule success,
        boolean stopsAllOnFailure,
        Completion completion,
        NotifySpec notifications) {

    public static final Set<String> FLAGS = FlagReader.NAMES;

    private static final Duration DEFAULT_BARRIER_TIMEOUT = Duration.ofMinutes(10);

    /**
     * @param flags kebab-case names to text; {@code env.NAME} for variables; {@code user-data}
     *     holds the script itself
     * @throws Refusal when a flag is unknown, malformed or contradicts another
     */
    public static ArraySpec of(Map<String, String> flags) {
        FlagTexts.check(flags);
        return ofStored(flags);
    }

    /** Reads flags that {@link #of} accepted, perhaps in a version that checked fewer texts. */
    public static ArraySpec ofStored(Map<String, String> flags) {
        FlagReader read = new FlagReader(flags);
        boolean standalone = standalone(read);
        ArrayName name =
                new ArrayName(read.text(standalone ? "name" : "job-array-name", "instance"));
        Sweep sweep = SweepFlag.of(read);
        int count = SweepFlag.count(read, sweep);
        IndexSet indexes = IndexesFlag.of(read, count);
        NamePattern names = names(read, standalone, name, count);
        boolean barrier = barrier(read);
        Duration barrierTimeout = read.duration("barrier-timeout");
        IdleSpec idleness = IdleSpec.of(read);
        Completion completion = Completion.of(read);
        List<LaunchPool> pools = CapacityLadder.of(read);
        WorkSpec work = WorkFlags.of(read, sweep);
        int most = IndexesFlag.maxConcurrent(read, barrier, indexes.size());
        return new ArraySpec(
                Map.copyOf(new TreeMap<>(flags)),
                name,
                count,
                indexes,
                standalone,
                names,
                MachineFlags.of(read, pools.getFirst(), idleness, completion),
                pools,
                work,
                read.text("region"),
                dnsLabel(read, name),
                read.duration("ttl"),
                barrier,
                barrierTimeout == null ? DEFAULT_BARRIER_TIMEOUT : barrierTimeout,
                read.duration("queue-timeout"),
                barrier ? indexes.size() : read.number("min-viable", 1, 1, indexes.size()),
                idleness,
                RetryRules.of(read),
                most < indexes.size() ? (Integer) most : null,
                IndexesFlag.reusesMachines(read),
                after(read, barrier),
                SuccessRule.of(read, indexes, count, !work.isEmpty()),
                stopsAllOnFailure(read, barrier),
                completion,
                NotifySpec.of(read));
    }

    private static NamePattern names(
            FlagReader flags, boolean standalone, ArrayName name, int count) {
        NamePattern names =
                new NamePattern(
                        standalone
                                ? name.value()
                                : flags.text("instance-names", NamePattern.DEFAULT.value()));
        names.check(name, count);
        return names;
    }

    private static boolean barrier(FlagReader flags) {
        boolean barrier = flags.flag("barrier");
        if (barrier && flags.text("min-viable") != null) {
            throw new Refusal(
                    "min-viable: contradicts barrier, which waits for all; leave one out");
        }
        return barrier;
    }

    /** Members with a barrier begin together. */
    private static List<Edge> after(FlagReader flags, boolean barrier) {
        List<Edge> edges = Edge.parse(flags.text("after", ""));
        for (Edge edge : edges) {
            if (barrier && edge.isElementWise()) {
                throw new Refusal(
                        "after and barrier: %s lets each index begin by itself, and barrier all together; leave one out"
                                .formatted(edge));
            }
        }
        return edges;
    }

    /** Members with a barrier work together: without one the others would wait for it. */
    private static boolean stopsAllOnFailure(FlagReader flags, boolean barrier) {
        String action = flags.text("on-member-failure", barrier ? "stop-all" : "continue");
        return switch (action) {
            case "stop-all" -> true;
            case "continue" -> false;
            default ->
                    throw new Refusal(
                            "on-member-failure: \"%s\" is not known; write continue or stop-all"
                                    .formatted(action));
        };
    }

    /**
     * Checks that the name is a launch flag.
     *
     * @throws Refusal naming the most similar flag
     */
    public static void checkFlag(String name) {
        FlagReader.checkName(name);
    }

    /** The launch flag whose name is most similar. */
    public static String nearestFlag(String name) {
        return FlagReader.nearest(name);
    }

    private static boolean standalone(FlagReader flags) {
        boolean named = flags.text("name") != null;
        boolean array = flags.text("job-array-name") != null;
        if (named && array) {
            throw new Refusal(
                    "name and job-array-name: an instance stands alone or in an array; leave one out");
        }
        if (named && flags.number("count", 1, 1, IndexSet.LIMIT) > 1) {
            throw new Refusal("name: several instances need job-array-name instead");
        }
        if (named && flags.text(IndexesFlag.NAME) != null) {
            throw new Refusal(
                    "name and indexes: a standalone instance has no other indexes; name the array with job-array-name");
        }
        boolean several = flags.text("count") != null || flags.text(SweepFlag.NAME) != null;
        if (!named && !array && several) {
            throw new Refusal("job-array-name: missing; name the array, for example compute");
        }
        return !array;
    }

    private static @Nullable String dnsLabel(FlagReader flags, ArrayName name) {
        String label = flags.text("dns");
        if (flags.flag("no-dns")) {
            if (label != null) {
                throw new Refusal("dns and no-dns: contradict each other; leave one out");
            }
            return null;
        }
        if (label != null && !label.matches("[a-z0-9]([a-z0-9-]{0,51}[a-z0-9])?")) {
            throw new Refusal(
                    "dns: \"%s\" is no DNS label; use 1 to 53 of a-z, 0-9 and -".formatted(label));
        }
        return label == null ? name.value() : label;
    }

    /** Names of the members, ordered by index. */
    public List<String> memberNames() {
        return indexes.stream().mapToObj(this::memberName).toList();
    }

    /** Number of members at the launch. */
    public int memberCount() {
        return indexes.size();
    }

    /** Whether indexes of the count have no member; such an array is not scaled. */
    public boolean isPartial() {
        return indexes.size() < count;
    }

    /** Indexes of the members when the array has been scaled to a size. */
    public IndexSet indexesOf(int size) {
        return isPartial() ? indexes : IndexSet.firstOf(size);
    }

    /** Whether names contain the index; an array whose names do not cannot be scaled. */
    public boolean instanceNamesVary() {
        return namePattern.value().contains("{index}");
    }

    public String memberName(int index) {
        return namePattern.nameOf(name, index);
    }
}
