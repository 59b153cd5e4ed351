package io.jobarrays.server.arrays.edges;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/** What the work of an index waits for in another stage: one element of {@code after}. */
public sealed interface Edge {
    /** The stage that is waited for. */
    String stage();

    /** {@code render}: the stage has succeeded. */
    record Succeeded(String stage) implements Edge {
        @Override
        public String toString() {
            return stage;
        }
    }

    /** {@code render:any}: the work of the stage has ended, whatever its result. */
    record Ended(String stage) implements Edge {
        @Override
        public String toString() {
            return stage + ":any";
        }
    }

    /** {@code render:5} or {@code render:60%}: so many indexes of the stage have succeeded. */
    record AtLeast(String stage, int number, boolean percent) implements Edge {
        public int required(int size) {
            return percent ? Math.ceilDiv(size * number, 100) : number;
        }

        @Override
        public String toString() {
            return "%s:%d%s".formatted(stage, number, percent ? "%" : "");
        }
    }

    /**
     * {@code render[index]} or {@code render[index/2]}: one index of the stage for each of this.
     */
    record EachIndex(String stage, int divisor) implements Edge {
        public int source(int index) {
            return index / divisor;
        }

        @Override
        public String toString() {
            return stage + (divisor == 1 ? "[index]" : "[index/%d]".formatted(divisor));
        }
    }

    /** {@code render[0-4,7]}: these indexes of the stage have succeeded. */
    record Indexes(String stage, IndexSet indexes) implements Edge {
        @Override
        public String toString() {
            return stage + "[" + indexes.ranges() + "]";
        }
    }

    /**
     * @param text elements separated by commas; empty: none
     * @throws Refusal for an element that is none of these
     */
    static List<Edge> parse(String text) {
        return text.isBlank()
                ? List.of()
                : List.of(ParsedEdge.SEPARATOR.split(text, -1)).stream()
                        .map(String::strip)
                        .map(ParsedEdge::of)
                        .toList();
    }

    static String text(List<Edge> edges) {
        return edges.stream().map(Edge::toString).collect(Collectors.joining(", "));
    }

    /** The indexes of its stage for an index that an element-wise edge waits for; else none. */
    default IndexSet sources(int index) {
        return switch (this) {
            case EachIndex each -> IndexSet.of(List.of(each.source(index)));
            case Indexes these -> these.indexes();
            case Succeeded all -> IndexSet.firstOf(0);
            case Ended all -> IndexSet.firstOf(0);
            case AtLeast some -> IndexSet.firstOf(0);
        };
    }

    /** It waits for single indexes of its stage. */
    default boolean isElementWise() {
        return this instanceof EachIndex || this instanceof Indexes;
    }
}
