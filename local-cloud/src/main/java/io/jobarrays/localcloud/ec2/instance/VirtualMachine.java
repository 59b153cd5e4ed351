package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.base.CloudEvents;
import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.faults.InstanceFaults;
import io.jobarrays.localcloud.metadata.SpotNotice;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.services.ec2.model.StateReason;

/**
 * An instance, from its launch until an hour after its termination.
 *
 * <p>Mutable fields are accessed only under the lock of its {@link EmulatedInstances}.
 */
public final class VirtualMachine {
    private static final long BYTES_PER_MIB = 1L << 20;
    private static final AtomicLong LAUNCH_COUNTER = new AtomicLong();

    private final long launchNumber = LAUNCH_COUNTER.incrementAndGet();
    private final InstanceOrigin origin;
    private EmulatedLaunch launch;
    private final InstanceFaults faults;
    private final CloudEvents events;
    private final InstanceChanges changes = new InstanceChanges();
    private final ReentrantLock powerLock = new ReentrantLock();
    private LifecycleState state = LifecycleState.STOPPED;
    private Instant launchedAt;
    private Optional<Instant> endedAt = Optional.empty();
    private Optional<String> publicIp = Optional.empty();
    private Optional<StateChangeCause> cause = Optional.empty();
    private Optional<SpotNotice> notice = Optional.empty();
    private boolean terminateOnShutdown;
    private boolean metadataUp = true;
    private MachinePhase machine = MachinePhase.NONE;
    private int run;

    public VirtualMachine(
            InstanceOrigin origin,
            EmulatedLaunch launch,
            InstanceFaults faults,
            CloudEvents events,
            Instant now) {
        this.origin = origin;
        this.launch = launch;
        this.faults = faults;
        this.events = events;
        this.launchedAt = now;
        this.terminateOnShutdown = launch.terminateOnShutdown();
    }

    /** Starts a new run under a new public address; returns the run's number. */
    public int startRun(String address, Instant now) {
        run++;
        return resume(address, now);
    }

    /** Resumes the frozen run under a new public address; returns the run's number. */
    public int resume(String address, Instant now) {
        enter(LifecycleState.PENDING, "run " + run);
        publicIp = Optional.of(address);
        launchedAt = now;
        cause = Optional.empty();
        notice = Optional.empty();
        machine = machine == MachinePhase.FROZEN ? MachinePhase.UP : machine;
        return run;
    }

    /** Records that the machine of this run exists or is being created. */
    public void machineCreated() {
        machine = MachinePhase.BOOTING;
    }

    public MachinePhase machine() {
        return machine;
    }

    /** Event of the machine; ignored when it belongs to an earlier run. */
    public void machineBooted(int ofRun) {
        if (ofRun == run && machine == MachinePhase.BOOTING) {
            machine = MachinePhase.UP;
            changes.addBoot();
            booted(ofRun);
        }
    }

    /** Becomes {@code running}, unless an earlier run is meant. */
    public void booted(int ofRun) {
        if (ofRun == run && state == LifecycleState.PENDING) {
            enter(LifecycleState.RUNNING, "");
        }
    }

    /** Changes the state and records the cause. */
    public void transitionTo(LifecycleState next, StateChangeCause nextCause) {
        enter(next, nextCause.transitionReason());
        cause = Optional.of(nextCause);
    }

    /** Becomes {@code stopped} with frozen processes. */
    public void hibernated() {
        enter(LifecycleState.STOPPED, "hibernated");
        publicIp = Optional.empty();
        notice = Optional.empty();
        machine = MachinePhase.FROZEN;
    }

    /** Becomes {@code stopped} or {@code terminated} after the end of its processes. */
    public void machineEnded(LifecycleState finalState, Instant now) {
        enter(finalState, "");
        machine = MachinePhase.NONE;
        notice = Optional.empty();
        publicIp = Optional.empty();
        if (finalState == LifecycleState.TERMINATED) {
            endedAt = Optional.of(now);
        }
    }

    public MachineSpec spec() {
        String type = launch.kind().name();
        String address = publicIp.orElse("");
        byte[] userData = faults.bootUserData(launch.userData());
        return new MachineSpec(
                id(),
                type,
                launch.kind().memoryMib() * BYTES_PER_MIB,
                EmulatedInstanceView.privateName(this),
                privateIp(),
                address,
                userData,
                faults.clockOffset());
    }

    public InstanceFaults faults() {
        return faults;
    }

    public InstanceChanges changes() {
        return changes;
    }

    public int run() {
        return run;
    }

    public boolean isCurrentRun(int number) {
        return run == number;
    }

    /** Serializes boot and end of the machine; acquired before the lock of the instances. */
    public ReentrantLock powerLock() {
        return powerLock;
    }

    /** Sort key in launch order. */
    public String sortKey() {
        return "%015d".formatted(launchNumber);
    }

    public String id() {
        return origin.id();
    }

    public InstanceOrigin origin() {
        return origin;
    }

    public EmulatedLaunch launch() {
        return launch;
    }

    /** Replaces user data, type or metadata options; the next start has the new ones. */
    public void reconfigure(EmulatedLaunch changed) {
        launch = changed;
    }

    public String privateIp() {
        return origin.privateIp();
    }

    public LifecycleState state() {
        return state;
    }

    public Instant launchedAt() {
        return launchedAt;
    }

    public Optional<Instant> endedAt() {
        return endedAt;
    }

    public Optional<String> publicIp() {
        return publicIp;
    }

    Optional<StateReason> stateReason() {
        return cause.map(StateChangeCause::reason);
    }

    public Optional<SpotNotice> notice() {
        return notice;
    }

    public void notice(SpotNotice spotNotice) {
        notice = Optional.of(spotNotice);
        events.add(id(), "spot-notice", spotNotice.action() + " at " + spotNotice.actionAt());
    }

    boolean metadataUp() {
        return metadataUp;
    }

    public void metadataUp(boolean value) {
        metadataUp = value;
    }

    /** Whether a power-off inside terminates the instance instead of stopping it. */
    public boolean terminateOnShutdown() {
        return terminateOnShutdown;
    }

    public void terminateOnShutdown(boolean value) {
        terminateOnShutdown = value;
    }

    String transitionReason() {
        return cause.map(StateChangeCause::transitionReason).orElse("");
    }

    private void enter(LifecycleState next, String detail) {
        if (state != next) {
            state = next;
            events.add(id(), next.ec2Name(), detail);
            changes.add();
        }
    }
}
