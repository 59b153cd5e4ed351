package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.NamePattern;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Flag of a stage that runs on the machines of an earlier one: which flags it takes from there. */
public final class MachinesFlag {
    public static final String NAME = "machines";

    private static final String INSTANCE_NAMES = "instance-names";

    /** What belongs to the machines, and so to the stage that launches them. */
    public static final Set<String> OF_MACHINES =
            Set.of(
                    INSTANCE_NAMES,
                    "instance-type",
                    "region",
                    "az",
                    "ami",
                    "ttl",
                    "idle-timeout",
                    "idle-cpu",
                    "on-idle",
                    "hibernate",
                    "spot",
                    "spot-max-price",
                    "spot-fallback",
                    "dns",
                    "no-dns",
                    "key-name",
                    "security-group",
                    "subnet",
                    "iam-instance-profile",
                    "queue-timeout",
                    "max-concurrent",
                    IndexesFlag.REUSE,
                    "on-complete",
                    "on-complete-delay",
                    "on-failure");

    private MachinesFlag() {}

    /**
     * The flags of a stage with those that belong to the machines.
     *
     * @param owner name of the array that launches them, which their names keep
     */
    public static Map<String, String> withMachines(
            Map<String, String> flags, Map<String, String> ofOwner, String owner) {
        Map<String, String> merged = new HashMap<>(flags);
        OF_MACHINES.forEach(
                name -> {
                    merged.remove(name);
                    if (ofOwner.containsKey(name)) {
                        merged.put(name, ofOwner.get(name));
                    }
                });
        String names = ofOwner.getOrDefault(INSTANCE_NAMES, NamePattern.DEFAULT.value());
        merged.put(INSTANCE_NAMES, names.replace("{job-array-name}", owner));
        return Map.copyOf(merged);
    }
}
