package io.jobarrays.localcloud.ec2.catalogue;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The instance types of the local cloud, with the sizes AWS documents for them. */
public final class InstanceKinds {
    private static final Map<String, Integer> VCPUS =
            Map.ofEntries(
                    Map.entry("medium", 1),
                    Map.entry("large", 2),
                    Map.entry("xlarge", 4),
                    Map.entry("2xlarge", 8),
                    Map.entry("4xlarge", 16),
                    Map.entry("8xlarge", 32),
                    Map.entry("12xlarge", 48),
                    Map.entry("16xlarge", 64),
                    Map.entry("24xlarge", 96),
                    Map.entry("48xlarge", 192));
    private static final String[] LARGE = {
        "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"
    };
    private static final Map<String, InstanceKind> ALL = new TreeMap<>();

    static {
        for (String family : new String[] {"t2", "t3", "t3a", "t4g"}) {
            burstable(family);
        }
        for (String generation : new String[] {"5", "6i", "6a", "7i", "7a"}) {
            sizes("c" + generation, 2, false);
            sizes("m" + generation, 4, false);
            sizes("r" + generation, 8, false);
        }
        for (String generation : new String[] {"6g", "7g"}) {
            sizes("c" + generation, 2, true);
            sizes("m" + generation, 4, true);
            sizes("r" + generation, 8, true);
        }
        gpu("xlarge", 16, 1);
        gpu("2xlarge", 32, 1);
        gpu("4xlarge", 64, 1);
        gpu("8xlarge", 128, 1);
        gpu("12xlarge", 192, 4);
        gpu("16xlarge", 256, 1);
        gpu("24xlarge", 384, 4);
        gpu("48xlarge", 768, 8);
    }

    private InstanceKinds() {}

    public static Optional<InstanceKind> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    public static Collection<InstanceKind> all() {
        return ALL.values();
    }

    private static void burstable(String family) {
        boolean arm = family.equals("t4g");
        int small = family.equals("t2") ? 1 : 2;
        add(new InstanceKind(family + ".nano", small, 512, arm, 0));
        add(new InstanceKind(family + ".micro", small, 1024, arm, 0));
        add(new InstanceKind(family + ".small", small, 2048, arm, 0));
        add(new InstanceKind(family + ".medium", 2, 4096, arm, 0));
        add(new InstanceKind(family + ".large", 2, 8192, arm, 0));
        add(new InstanceKind(family + ".xlarge", 4, 16_384, arm, 0));
        add(new InstanceKind(family + ".2xlarge", 8, 32_768, arm, 0));
    }

    private static void sizes(String family, int gibPerVcpu, boolean arm) {
        if (arm) {
            add(new InstanceKind(family + ".medium", 1, gibPerVcpu * 1024, true, 0));
        }
        for (String size : LARGE) {
            int vcpus = VCPUS.getOrDefault(size, 0);
            // Graviton ends at 16xlarge, and the fifth generation of Intel has no 16xlarge of c.
            boolean exists =
                    arm
                            ? vcpus <= 64
                            : !family.equals("c5") || !(size.equals("8xlarge") || vcpus == 64);
            if (exists) {
                add(
                        new InstanceKind(
                                family + "." + size, vcpus, vcpus * gibPerVcpu * 1024, arm, 0));
            }
        }
    }

    private static void gpu(String size, int gib, int gpus) {
        add(new InstanceKind("g5." + size, VCPUS.getOrDefault(size, 0), gib * 1024, false, gpus));
    }

    private static void add(InstanceKind kind) {
        ALL.put(kind.name(), kind);
    }
}
