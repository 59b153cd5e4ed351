package io.jobarrays.localcloud.ec2.instance;

import java.util.Set;
import software.amazon.awssdk.services.ec2.model.InstanceState;

/** State of an instance, with EC2's name and code. */
public enum LifecycleState {
    PENDING("pending", 0),
    RUNNING("running", 16),
    SHUTTING_DOWN("shutting-down", 32),
    TERMINATED("terminated", 48),
    STOPPING("stopping", 64),
    STOPPED("stopped", 80);

    private static final Set<LifecycleState> WITHOUT_MACHINE = Set.of(TERMINATED, STOPPED);

    private final String ec2Name;
    private final int ec2Code;

    LifecycleState(String ec2Name, int ec2Code) {
        this.ec2Name = ec2Name;
        this.ec2Code = ec2Code;
    }

    public String ec2Name() {
        return ec2Name;
    }

    public int ec2Code() {
        return ec2Code;
    }

    /** Whether an instance in this state counts against the capacity. */
    public boolean isHoldingCapacity() {
        return !WITHOUT_MACHINE.contains(this);
    }

    public boolean isUp() {
        return this == PENDING || this == RUNNING;
    }

    public boolean isEnding() {
        return this == SHUTTING_DOWN || this == TERMINATED;
    }

    public InstanceState toEc2() {
        return InstanceState.builder().name(ec2Name).code(ec2Code).build();
    }
}
