package io.jobarrays.server.arrays.plan;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.edges.Edge;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decision whether the work of an index may begin by the edges of its stage. */
public sealed interface EdgeDecision {
    EdgeDecision WAITS = new Waits();
    EdgeDecision BEGINS = new Begins();

    /** A stage goes on that it waits for. */
    record Waits() implements EdgeDecision {}

    record Begins() implements EdgeDecision {}

    /** An edge cannot be satisfied any more. */
    record Never(String reason) implements EdgeDecision {}

    /**
     * Stage that an edge names.
     *
     * @param array null before it began
     * @param neverBegins it has no array and will get none
     */
    record Source(@Nullable ArraySnapshot array, boolean neverBegins) {}

    /**
     * @param sources by stage
     */
    static EdgeDecision of(List<Edge> edges, int index, Function<String, Source> sources) {
        EdgeDecision decision = BEGINS;
        for (Edge edge : edges) {
            switch (of(edge, index, sources.apply(edge.stage()))) {
                case Never never -> {
                    return never;
                }
                case Waits waits -> decision = WAITS;
                case Begins begins -> {}
            }
        }
        return decision;
    }

    private static EdgeDecision of(Edge edge, int index, Source source) {
        ArraySnapshot array = source.array();
        if (array == null) {
            if (source.neverBegins() && edge instanceof Edge.Ended) {
                return BEGINS;
            }
            return source.neverBegins()
                    ? new Never("after %s, a stage that did not run".formatted(edge))
                    : WAITS;
        }
        return switch (edge) {
            case Edge.Succeeded all -> succeeded(edge, array);
            case Edge.Ended all -> hasEnded(array) ? BEGINS : WAITS;
            case Edge.AtLeast some -> enough(some, array);
            case Edge.EachIndex each -> indexes(edge, index, array);
            case Edge.Indexes these -> indexes(edge, index, array);
        };
    }

    private static EdgeDecision succeeded(Edge edge, ArraySnapshot array) {
        if (array.notViable() || Verdict.of(array) == Verdict.FAILED) {
            return new Never("after %s, which failed".formatted(edge));
        }
        return hasEnded(array) ? BEGINS : WAITS;
    }

    private static EdgeDecision enough(Edge.AtLeast edge, ArraySnapshot array) {
        if (RetryPolicy.mayRepeatAll(array)) {
            return WAITS;
        }
        int required = edge.required(array.memberCount());
        int succeeded = array.count(MemberSnapshot::succeeded);
        if (succeeded >= required) {
            return BEGINS;
        }
        int possible = array.count(member -> member.succeeded() || member.open());
        return possible >= required
                ? WAITS
                : new Never(
                        "after %s, of which %d of %d succeeded"
                                .formatted(edge, succeeded, array.memberCount()));
    }

    private static EdgeDecision indexes(Edge edge, int index, ArraySnapshot array) {
        // An index has ended for good once no retry of all members can follow.
        boolean repeats = RetryPolicy.mayRepeatAll(array);
        EdgeDecision decision = BEGINS;
        IndexSet sources = edge.sources(index);
        for (int source : sources.toList()) {
            Optional<MemberSnapshot> member = member(array, source);
            if (member.isEmpty()) {
                return new Never(
                        "after %s[%d], which is not there".formatted(edge.stage(), source));
            }
            if (repeats || member.get().open()) {
                decision = WAITS;
            } else if (!member.get().succeeded()) {
                return new Never(
                        "after %s[%d], which ended with %s"
                                .formatted(edge.stage(), source, member.get().exit()));
            }
        }
        return decision;
    }

    /** Members are ordered by index, and have gaps only after scaling. */
    private static Optional<MemberSnapshot> member(ArraySnapshot array, int index) {
        List<MemberSnapshot> members = array.members();
        if (index < members.size() && members.get(index).index() == index) {
            return Optional.of(members.get(index));
        }
        return members.stream().filter(one -> one.index() == index).findFirst();
    }

    private static boolean hasEnded(ArraySnapshot array) {
        return !array.hasOpenWork() && !array.retriesTogether();
    }
}
