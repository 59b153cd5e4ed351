package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.rows.JobArray;
import io.jobarrays.server.arrays.rows.Member;
import io.jobarrays.server.arrays.rows.SpecCodec;
import io.jobarrays.server.instances.rows.Assignment;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads selectors, in this order: {@code i-0abc…}, {@code compute-20260113-abc123}, {@code
 * compute}, {@code compute-3}, {@code compute[0-4,7]}.
 */
@ApplicationScoped
public class Selectors {
    private static final Pattern MEMBERS = Pattern.compile("(.+)(\\[[0-9,-]+])");

    private final InstanceRows instances;
    private final SpecCodec specs;

    Selectors(InstanceRows instances, SpecCodec specs) {
        this.instances = instances;
        this.specs = specs;
    }

    public Selection read(String selector) {
        return QuarkusTransaction.requiringNew().call(() -> find(selector));
    }

    /**
     * The members a verb acts on.
     *
     * @throws Refused for an instance that is not the newest of its member
     */
    public Selection forVerb(String selector) {
        Selection selection = read(selector);
        if (selector.startsWith("i-")) {
            instances
                    .assignment(selector)
                    .ifPresent(assignment -> refuseIfReplaced(selector, assignment));
        }
        return selection;
    }

    /**
     * @throws NotFound when the array lacks one of the indexes
     */
    public static void requireIndexes(String array, IndexSet members, IndexSet indexes) {
        if (!indexes.stream().allMatch(members::contains)) {
            throw new NotFound(
                    "array %s does not have all of %s; its indexes are %s"
                            .formatted(array, indexes, members));
        }
    }

    private void refuseIfReplaced(String instanceId, Assignment assignment) {
        boolean retired =
                QuarkusTransaction.requiringNew()
                        .call(
                                () ->
                                        Member.count(
                                                        "arrayId = ?1 and index = ?2 and retired",
                                                        assignment.arrayId(),
                                                        assignment.index())
                                                == 1);
        Optional<String> successor = instances.successor(assignment);
        if (retired || successor.isPresent()) {
            throw new Refused(
                    409,
                    "SPAWN-WRONG-STATE",
                    "instance %s is no member of array %s any more: %s"
                            .formatted(
                                    instanceId,
                                    assignment.arrayId(),
                                    retired
                                            ? "the array was scaled down"
                                            : successor.orElseThrow() + " has its place"));
        }
    }

    private Selection find(String selector) {
        if (selector.startsWith("i-")) {
            Assignment assignment =
                    instances.assignment(selector).orElseThrow(() -> missing(selector));
            return member(assignment.arrayId(), assignment.index());
        }
        Matcher members = MEMBERS.matcher(selector);
        if (members.matches()) {
            String array = arrayId(members.group(1)).orElseThrow(() -> missing(members.group(1)));
            IndexSet indexes = IndexSet.parse(members.group(2));
            JobArray row = JobArray.findById(array);
            requireIndexes(row.name, specs.readSpec(row.flags).indexesOf(row.size), indexes);
            return new Selection(array, indexes);
        }
        return arrayId(selector)
                .map(array -> new Selection(array, null))
                .or(() -> member(selector))
                .orElseThrow(() -> missing(selector));
    }

    private static Optional<String> arrayId(String text) {
        JobArray row = JobArray.findById(text);
        return row != null ? Optional.of(row.id) : named(text);
    }

    /** The live array of the name, else the one that ended last. */
    private static Optional<String> named(String name) {
        List<JobArray> live = JobArray.list("name = ?1 and endedAt is null", name);
        if (live.size() > 1) {
            List<String> ids = live.stream().map(row -> row.id).sorted().toList();
            throw new Refused(
                    409,
                    "SPAWN-AMBIGUOUS",
                    "\"%s\" is the name of %d live arrays; choose one of: %s"
                            .formatted(name, ids.size(), String.join(", ", ids)));
        }
        return live.isEmpty()
                ? JobArray.<JobArray>find("name = ?1 order by endedAt desc", name)
                        .firstResultOptional()
                        .map(row -> row.id)
                : Optional.of(live.getFirst().id);
    }

    private static Optional<Selection> member(String name) {
        List<Member> members =
                Member.list(
                        "select m from Member m, JobArray a where m.arrayId = a.id and m.name = ?1"
                                + " order by a.endedAt desc nulls first, a.createdAt desc",
                        name);
        return members.stream().findFirst().map(m -> member(m.arrayId, m.index));
    }

    /** A standalone instance is selected as its only member. */
    private static Selection member(String arrayId, int index) {
        JobArray row = JobArray.findById(arrayId);
        return new Selection(
                arrayId, row != null && row.standalone ? null : IndexSet.of(List.of(index)));
    }

    private static NotFound missing(String selector) {
        return new NotFound(
                ("there is no array, member or instance \"%s\"; spawn list shows what there is")
                        .formatted(selector));
    }
}
