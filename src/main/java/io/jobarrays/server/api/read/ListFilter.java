package io.jobarrays.server.api.read;

import io.jobarrays.contract.ArrayId;
import io.jobarrays.contract.ArrayName;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.rows.ArrayFilter;
import io.jobarrays.server.instances.rows.InstanceState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Filters of a list of arrays; a wrong value is refused, not read as a list without rows. */
public final class ListFilter {
    private static final List<String> STATES =
            Stream.concat(
                            Stream.of("planned", "handed-over"),
                            Arrays.stream(InstanceState.values()).map(InstanceState::word))
                    .toList();

    private ListFilter() {}

    public static ArrayFilter of(
            @Nullable String name,
            @Nullable String id,
            @Nullable String state,
            @Nullable String region,
            PageRequest page) {
        if (region != null && !region.matches("[a-z]{2}(-[a-z]+)+-\\d")) {
            throw new Refusal("region: \"%s\" is not a region; write us-east-1".formatted(region));
        }
        return new ArrayFilter(
                name == null ? null : new ArrayName(name).value(),
                id == null ? null : new ArrayId(id).value(),
                state(state),
                region,
                page.after(),
                page.limit() + 1);
    }

    public static @Nullable String state(@Nullable String state) {
        return QueryNames.oneOf("state", state, STATES);
    }
}
