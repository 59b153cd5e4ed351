package io.jobarrays.localcloud.ec2.catalogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An instance type as EC2 describes it.
 *
 * @param vcpus default number of virtual CPUs: cores × threads per core
 * @param memoryMib memory in MiB
 * @param architectures {@code x86_64}, {@code arm64}, {@code i386}, {@code x86_64_mac}, {@code
 *     arm64_mac}
 * @param gpus empty without GPUs
 * @param storageGb instance storage in GB; 0 without
 * @param network network performance as AWS words it
 * @param hypervisor {@code nitro} or {@code xen}; empty for bare metal
 * @param zones names of the zones that offer it
 * @param usdPerHour on-demand price for Linux in us-east-1; empty when not known
 */
public record InstanceKind(
        String name,
        int vcpus,
        int cores,
        int threadsPerCore,
        int memoryMib,
        List<String> architectures,
        Optional<Gpus> gpus,
        int storageGb,
        String network,
        double baselineGbps,
        Set<Feature> features,
        Optional<String> hypervisor,
        List<String> zones,
        Optional<BigDecimal> usdPerHour) {

    /** What an instance type may offer. */
    public enum Feature {
        EFA,
        HIBERNATION,
        BURSTABLE,
        BARE_METAL,
        CURRENT,
        CLUSTER_PLACEMENT,
        SPOT
    }

    /**
     * GPUs of an instance type.
     *
     * @param memoryMib memory of all together in MiB
     */
    public record Gpus(int count, String manufacturer, String name, int memoryMib) {}

    private static final String SCALE_FAMILY = "scale";

    /** The type of the same size whose instances run without processes of their own. */
    InstanceKind inScaleMode() {
        return new InstanceKind(
                SCALE_FAMILY + name.substring(name.indexOf('.')),
                vcpus,
                cores,
                threadsPerCore,
                memoryMib,
                architectures,
                gpus,
                storageGb,
                network,
                baselineGbps,
                features,
                hypervisor,
                zones,
                Optional.empty());
    }

    /** Whether its instances run without processes of their own. */
    public boolean isInScaleMode() {
        return name.startsWith(SCALE_FAMILY + ".");
    }

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    public boolean supports(String architecture) {
        return architectures.contains(architecture);
    }

    /** The architecture of its instances, which are never 32-bit here. */
    public String architecture() {
        return supports("x86_64") ? "x86_64" : architectures.getFirst();
    }

    public boolean supportsHibernation() {
        return has(Feature.HIBERNATION);
    }

    public boolean isOfferedIn(String zone) {
        return zones.contains(zone);
    }
}
