package io.jobarrays.localcloud.ec2.catalogue;

/**
 * An instance type with its size.
 *
 * @param memoryMib memory in MiB
 * @param gpus number of A10G GPUs
 */
public record InstanceKind(String name, int vcpus, int memoryMib, boolean arm, int gpus) {

    public String architecture() {
        return arm ? "arm64" : "x86_64";
    }

    /** Whether instances can hibernate; close to AWS's list. */
    public boolean supportsHibernation() {
        return !arm && !name.startsWith("t2.");
    }

    boolean isBurstable() {
        return name.startsWith("t");
    }
}
