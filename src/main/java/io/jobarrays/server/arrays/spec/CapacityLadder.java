package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.instances.rows.LaunchPool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Capacity pools of an array in the order in which they are tried: first all zones for a type, then
 * the next type, then on-demand instances.
 */
final class CapacityLadder {
    private static final int MAX_CHOICES = 10;

    private CapacityLadder() {}

    static List<LaunchPool> of(FlagReader flags) {
        List<@Nullable String> types = choices(flags, "instance-type");
        List<@Nullable String> zones = choices(flags, "az");
        boolean spot = flags.flag("spot");
        boolean fallback = flags.flag("spot-fallback");
        if (fallback && !spot) {
            throw new Refusal("spot-fallback: only with spot, whose capacity may end");
        }
        if (zones.size() > 1 && flags.text("subnet") != null) {
            throw new Refusal("subnet: is in one zone; leave it out or name one az");
        }
        List<LaunchPool> pools = new ArrayList<>(pools(types, zones, spot));
        if (fallback) {
            pools.addAll(pools(types, zones, false));
        }
        return List.copyOf(pools);
    }

    private static List<LaunchPool> pools(
            List<@Nullable String> types, List<@Nullable String> zones, boolean spot) {
        return types.stream()
                .flatMap(type -> zones.stream().map(zone -> new LaunchPool(type, zone, spot)))
                .toList();
    }

    /** The comma-separated values of the flag; one null without it. */
    private static List<@Nullable String> choices(FlagReader flags, String name) {
        String text = flags.text(name);
        if (text == null) {
            return Collections.singletonList(null);
        }
        List<String> values = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        boolean repeated = new HashSet<>(values).size() < values.size();
        if (repeated || values.contains("") || values.size() > MAX_CHOICES) {
            throw new Refusal(
                    "%s: \"%s\" is not a list of different values, at most %d"
                            .formatted(name, text, MAX_CHOICES));
        }
        return Collections.unmodifiableList(new ArrayList<>(values));
    }
}
