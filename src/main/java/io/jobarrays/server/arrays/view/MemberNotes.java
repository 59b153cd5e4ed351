package io.jobarrays.server.arrays.view;

import io.jobarrays.contract.IndexSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Notes of members about their outputs, each once with its indexes. */
public final class MemberNotes {
    private MemberNotes() {}

    /** {@code [1,3] collect: …}, in the order of the first index. */
    public static List<String> of(List<MemberView> members) {
        Map<String, List<Integer>> indexes = new LinkedHashMap<>();
        for (MemberView member : members) {
            if (member.note() != null) {
                indexes.computeIfAbsent(member.note(), note -> new ArrayList<>())
                        .add(member.index());
            }
        }
        return indexes.entrySet().stream()
                .map(note -> IndexSet.of(note.getValue()) + " " + note.getKey())
                .toList();
    }
}
