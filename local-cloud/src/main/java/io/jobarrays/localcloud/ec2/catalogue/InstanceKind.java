package io.jobarrays.localcloud.ec2.catalogue;

/**
 * An instance type: its name and size.
 *
 * @param memory in MiB
 * @param gpus how many A10G it has
 */
public record InstanceKind(String name, int vcpus, int memoryMib, boolean arm, int gpus) {

    public String architecture() {
        return arm ? "arm64" : "x86_64";
    }

    /** Nearly as AWS has it. */
    public boolean supportsHibernation() {
        return !arm && !name.startsWith("t2.");
    }

    boolean isBurstable() {
        return name.startsWith("t");
    }
}
