package io.jobarrays.localcloud.ec2.instance;

import java.util.Set;
import software.amazon.awssdk.services.ec2.model.InstanceState;

/** Where an instance stands in its life, with EC2's names and codes. */
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

    LifecycleState(String text, int code) {
        this.ec2Name = text;
        this.ec2Code = code;
    }

    public String ec2Name() {
        return ec2Name;
    }

    public int ec2Code() {
        return ec2Code;
    }

    /** Whether it takes of the capacity. */
    boolean isHoldingCapacity() {
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
