package io.jobarrays.localcloud.ec2;

/**
 * An instance type: its name and size.
 *
 * @param memory in MiB
 * @param gpus how many A10G it has
 */
record InstanceKind(String name, int vcpus, int memory, boolean arm, int gpus) {

    String architecture() {
        return arm ? "arm64" : "x86_64";
    }

    /** Nearly as AWS has it. */
    boolean hibernates() {
        return !arm && !name.startsWith("t2.");
    }

    boolean isBurstable() {
        return name.startsWith("t");
    }
}
