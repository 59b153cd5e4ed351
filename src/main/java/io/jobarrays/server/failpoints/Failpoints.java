package io.jobarrays.server.failpoints;

import io.jobarrays.contract.Refusal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Failpoints of this process: the setting {@code spawn.failpoints} arms them once, before the
 * server starts; without it none has an effect. Static, so that a place is one line in any class.
 */
public final class Failpoints {
    private static final Logger LOG = Logger.getLogger(Failpoints.class);

    private static volatile Map<Failpoint, ArmedFailpoint> armed = Map.of();

    private Failpoints() {}

    /**
     * @param setting {@code LAUNCH_AFTER_CALL=kill,DNS_BEFORE_CALL=throw*3}
     * @throws Refusal when it names an unknown place or effect; nothing is armed then
     */
    public static void arm(String setting) {
        armed = parse(setting);
        LOG.warnf("failpoints are armed: %s", setting);
    }

    /** Has the effect that is armed for the place. */
    public static void reach(Failpoint place) {
        ArmedFailpoint one = armed.get(place);
        if (one != null) {
            one.reach();
        }
    }

    static Map<Failpoint, ArmedFailpoint> parse(String setting) {
        Map<Failpoint, ArmedFailpoint> all = new EnumMap<>(Failpoint.class);
        for (String entry : setting.split(",", -1)) {
            String[] parts = entry.strip().split("=", 2);
            if (parts.length < 2) {
                throw new Refusal(
                        "spawn.failpoints: \"%s\" has no effect; write LAUNCH_AFTER_CALL=kill"
                                .formatted(entry.strip()));
            }
            Failpoint place = place(parts[0]);
            if (all.put(place, ArmedFailpoint.parse(place, parts[1])) != null) {
                throw new Refusal("spawn.failpoints: %s has two effects".formatted(place));
            }
        }
        return all;
    }

    private static Failpoint place(String name) {
        return Arrays.stream(Failpoint.values())
                .filter(place -> place.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Refusal(
                                        "spawn.failpoints: there is no failpoint \"%s\"; there are %s"
                                                .formatted(name, names())));
    }

    private static String names() {
        return Arrays.stream(Failpoint.values())
                .map(Failpoint::name)
                .collect(Collectors.joining(", "));
    }
}
