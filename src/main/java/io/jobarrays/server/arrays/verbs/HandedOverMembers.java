package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.owner.ArrayOwners;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.instances.rows.InstancePlace;
import io.jobarrays.server.instances.rows.InstanceRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Answers of verbs for members whose machine has become that of another member: which one has it
 * now, and the command that acts on it there.
 */
@ApplicationScoped
public class HandedOverMembers {
    private final ArrayOwners owners;
    private final InstanceRows instances;

    HandedOverMembers(ArrayOwners owners, InstanceRows instances) {
        this.owners = owners;
        this.instances = instances;
    }

    /**
     * Results of a verb on machines, with those for members whose machine another one has.
     *
     * @param command what a user types, with {@code %s} for the selector
     * @param needsMachine the verb fails for a member whose former machine has ended
     */
    public List<MemberResult> answered(
            Selection selection, String command, boolean needsMachine, List<MemberResult> results) {
        Map<Integer, MemberResult> answers = new TreeMap<>();
        for (MemberSnapshot member : handedOver(selection, one -> true)) {
            answers.put(member.index(), answer(selection, member, command, needsMachine));
        }
        return results.stream()
                .map(result -> answers.getOrDefault(result.index(), result))
                .toList();
    }

    /**
     * Carries out a verb that runs indexes again, but not those whose machine another array has:
     * that array has their names too.
     *
     * @param concerned members on which the verb has an effect
     */
    public List<MemberResult> without(
            Selection selection,
            String command,
            Predicate<MemberSnapshot> concerned,
            Function<Selection, List<MemberResult>> verb) {
        List<MemberResult> results = new ArrayList<>();
        for (MemberSnapshot member : handedOver(selection, concerned)) {
            livePlace(member)
                    .filter(place -> !place.arrayId().equals(selection.arrayId()))
                    .ifPresent(place -> results.add(answer(selection, member, place, command)));
        }
        if (results.isEmpty()) {
            return verb.apply(selection);
        }
        IndexSet others = others(selection, results);
        if (!others.isEmpty()) {
            results.addAll(verb.apply(new Selection(selection.arrayId(), others)));
        }
        return results.stream().sorted(Comparator.comparingInt(MemberResult::index)).toList();
    }

    /** Says which member has the machine of one that has handed it over. */
    public Optional<String> sentence(Selection selection, String command) {
        return handedOver(selection, one -> true).stream()
                .map(member -> answer(selection, member, command, true))
                .map(MemberResult::result)
                .findFirst();
    }

    private IndexSet others(Selection selection, List<MemberResult> refused) {
        List<Integer> indexes = refused.stream().map(MemberResult::index).toList();
        return owners.snapshot(selection.arrayId())
                .indexes(
                        member ->
                                selection.has(member.index()) && !indexes.contains(member.index()));
    }

    private List<MemberSnapshot> handedOver(
            Selection selection, Predicate<MemberSnapshot> concerned) {
        return selection.membersOf(owners.snapshot(selection.arrayId())).stream()
                .filter(MemberSnapshot::isHandedOver)
                .filter(concerned)
                .toList();
    }

    private Optional<InstancePlace> livePlace(MemberSnapshot member) {
        return instances.livePlace(instanceId(member));
    }

    private static String instanceId(MemberSnapshot member) {
        return String.valueOf(member.lifecycle().lastInstance());
    }

    private MemberResult answer(
            Selection selection, MemberSnapshot member, String command, boolean needsMachine) {
        return livePlace(member)
                .map(place -> answer(selection, member, place, command))
                .orElseGet(() -> ended(member, !needsMachine));
    }

    private static MemberResult answer(
            Selection selection, MemberSnapshot member, InstancePlace place, String command) {
        boolean same = place.arrayId().equals(selection.arrayId());
        if (same && selection.has(place.index())) {
            String text = "%s is the machine of index %d now".formatted(place.id(), place.index());
            return result(member, true, text);
        }
        String selector = "'%s[%d]'".formatted(place.arrayId(), place.index());
        return result(
                member,
                false,
                "%s is the machine of index %d of %s now; type %s"
                        .formatted(
                                place.id(),
                                place.index(),
                                same ? "this array" : "array " + place.arrayId(),
                                command.formatted(selector)));
    }

    private static MemberResult ended(MemberSnapshot member, boolean ok) {
        return result(
                member,
                ok,
                "%s became the machine of another member and has ended"
                        .formatted(instanceId(member)));
    }

    private static MemberResult result(MemberSnapshot member, boolean ok, String text) {
        return new MemberResult(
                member.index(), member.name(), member.lifecycle().lastInstance(), ok, text);
    }
}
