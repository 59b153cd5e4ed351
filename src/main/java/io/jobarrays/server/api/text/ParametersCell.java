package io.jobarrays.server.api.text;

import io.jobarrays.server.arrays.view.MemberView;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Parameters of a member in one cell: {@code lr=0.1 depth=3}. */
final class ParametersCell {
    private static final int MAX_LENGTH = 60;

    private ParametersCell() {}

    static boolean isIn(List<MemberView> members) {
        return members.stream().anyMatch(member -> member.parameters() != null);
    }

    /** Cut off where it is long; the JSON view has all. */
    static String of(MemberView member) {
        Map<String, String> parameters = member.parameters();
        if (parameters == null) {
            return "";
        }
        String text =
                parameters.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining(" "));
        return text.codePointCount(0, text.length()) <= MAX_LENGTH
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_LENGTH - 1)) + "…";
    }
}
