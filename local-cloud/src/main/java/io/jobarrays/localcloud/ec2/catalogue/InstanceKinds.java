package io.jobarrays.localcloud.ec2.catalogue;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Instance types of the local cloud, with the sizes in AWS's documentation. */
public final class InstanceKinds {
    private static final Map<String, Integer> VCPUS_BY_SIZE =
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
    private static final String[] SIZES = {
        "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge", "24xlarge"
    };
    private static final Map<String, InstanceKind> KINDS_BY_NAME = new TreeMap<>();

    static {
        for (String family : new String[] {"t2", "t3", "t3a", "t4g", "scale"}) {
            addBurstable(family);
        }
        for (String generation : new String[] {"5", "6i", "6a", "7i", "7a"}) {
            addFamily("c" + generation, 2, false);
            addFamily("m" + generation, 4, false);
            addFamily("r" + generation, 8, false);
        }
        for (String generation : new String[] {"6g", "7g"}) {
            addFamily("c" + generation, 2, true);
            addFamily("m" + generation, 4, true);
            addFamily("r" + generation, 8, true);
        }
        addGpu("xlarge", 16, 1);
        addGpu("2xlarge", 32, 1);
        addGpu("4xlarge", 64, 1);
        addGpu("8xlarge", 128, 1);
        addGpu("12xlarge", 192, 4);
        addGpu("16xlarge", 256, 1);
        addGpu("24xlarge", 384, 4);
        addGpu("48xlarge", 768, 8);
    }

    private InstanceKinds() {}

    public static Optional<InstanceKind> find(String name) {
        return Optional.ofNullable(KINDS_BY_NAME.get(name));
    }

    public static Collection<InstanceKind> all() {
        return KINDS_BY_NAME.values();
    }

    private static void addBurstable(String family) {
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

    private static void addFamily(String family, int gibPerVcpu, boolean arm) {
        if (arm) {
            add(new InstanceKind(family + ".medium", 1, gibPerVcpu * 1024, true, 0));
        }
        for (String size : SIZES) {
            int vcpus = VCPUS_BY_SIZE.getOrDefault(size, 0);
            // Graviton ends at 16xlarge; c5 has no 8xlarge and no 16xlarge.
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

    private static void addGpu(String size, int gib, int gpus) {
        add(
                new InstanceKind(
                        "g5." + size,
                        VCPUS_BY_SIZE.getOrDefault(size, 0),
                        gib * 1024,
                        false,
                        gpus));
    }

    private static void add(InstanceKind kind) {
        KINDS_BY_NAME.put(kind.name(), kind);
    }
}
