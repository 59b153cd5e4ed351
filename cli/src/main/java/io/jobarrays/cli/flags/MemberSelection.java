package io.jobarrays.cli.flags;

import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.contract.IndexSet;
import java.util.List;
import java.util.Optional;

/**
 * Array and members named by a selector: {@code compute}, {@code compute-3}, {@code
 * compute[0-4,7]}, {@code i-0abc}.
 *
 * @param array selector sent to the server
 * @param indexes empty if the selector has no index set
 */
public record MemberSelection(String array, Optional<IndexSet> indexes) {
    public static MemberSelection of(String selector) {
        int bracket = selector.indexOf('[');
        if (bracket < 1) {
            return new MemberSelection(selector, Optional.empty());
        }
        return new MemberSelection(
                selector.substring(0, bracket),
                Optional.of(IndexSet.parse(selector.substring(bracket))));
    }

    /** Selected members of the array's view. */
    public List<JsonValue> of(JsonValue view) {
        List<JsonValue> members = view.get("members").items();
        if (indexes.isPresent()) {
            return members.stream()
                    .filter(it -> indexes.get().contains(it.number("index").orElse(-1)))
                    .toList();
        }
        List<JsonValue> named = members.stream().filter(this::isNamed).toList();
        boolean whole = view.text("name").equals(Optional.of(array));
        return named.isEmpty() || whole ? members : named;
    }

    private boolean isNamed(JsonValue member) {
        return member.text("name").equals(Optional.of(array))
                || member.text("instance_id").equals(Optional.of(array));
    }
}
