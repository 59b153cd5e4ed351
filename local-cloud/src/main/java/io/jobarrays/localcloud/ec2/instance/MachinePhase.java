package io.jobarrays.localcloud.ec2.instance;

/** What an instance has of the machine of its current run. */
public enum MachinePhase {
    /** The instance is pending or in its boot delay, or its processes have ended. */
    NONE,
    /** The machine exists or is being created. */
    BOOTING,
    /** The init of the machine runs. */
    UP,
    /** The processes are frozen. */
    FROZEN;

    /** Whether an end of the machine will be reported. */
    public boolean exists() {
        return this != NONE;
    }
}
