package io.jobarrays.localcloud.ec2.instance;

import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.metadata.SpotNotice;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import software.amazon.awssdk.services.ec2.model.StateReason;

/**
 * An instance as the cloud remembers it, from launch until an hour after its end.
 *
 * <p>What changes in it is touched under the lock of its {@link EmulatedInstances} only.
 */
public final class VirtualMachine {
    private static final AtomicLong LAUNCH_COUNTER = new AtomicLong();

    private final long launchNumber = LAUNCH_COUNTER.incrementAndGet();
    private final String id;
    private final String volumeId;
    private final String reservationId;
    private final int launchIndex;
    private final EmulatedLaunch launch;
    private final String privateIp;
    private final ReentrantLock powerLock = new ReentrantLock();
    private LifecycleState state = LifecycleState.STOPPED;
    private Instant launchedAt;
    private Optional<Instant> endedAt = Optional.empty();
    private Optional<String> publicIp = Optional.empty();
    private Optional<StateReason> stateReason = Optional.empty();
    private String transitionReason = "";
    private Optional<SpotNotice> notice = Optional.empty();
    private boolean terminateOnShutdown;
    private boolean metadataUp = true;
    private boolean frozen;
    private int run;
    private boolean hasMachine;

    public VirtualMachine(
            String id,
            String volumeId,
            String reservationId,
            int launchIndex,
            EmulatedLaunch order,
            String privateIp,
            Instant now) {
        this.id = id;
        this.volumeId = volumeId;
        this.reservationId = reservationId;
        this.launchIndex = launchIndex;
        this.launch = order;
        this.privateIp = privateIp;
        this.launchedAt = now;
        this.terminateOnShutdown = order.terminateOnShutdown();
    }

    /** Begins a new run under a new public address and answers its number. */
    public int startRun(String address, Instant now) {
        run++;
        return resume(address, now);
    }

    /** Goes on with the run it was frozen in, under a new public address. */
    int resume(String address, Instant now) {
        state = LifecycleState.PENDING;
        publicIp = Optional.of(address);
        launchedAt = now;
        stateReason = Optional.empty();
        transitionReason = "";
        notice = Optional.empty();
        frozen = false;
        return run;
    }

    /** A machine was made for this run, or is about to be. */
    void machineCreated() {
        hasMachine = true;
    }

    boolean hasMachine() {
        return hasMachine;
    }

    /** Told by the machine side; a late word of an earlier run changes nothing. */
    public void booted(int ofRun) {
        if (ofRun == run && state == LifecycleState.PENDING) {
            state = LifecycleState.RUNNING;
        }
    }

    /** On its way to {@code stopped} or {@code terminated}. */
    void transitionTo(LifecycleState next, StateChangeCause cause) {
        state = next;
        stateReason = Optional.of(cause.reason());
        transitionReason = cause.transitionReason();
    }

    /** Stopped, while its processes stay where they are. */
    void hibernated() {
        state = LifecycleState.STOPPED;
        publicIp = Optional.empty();
        notice = Optional.empty();
        frozen = true;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** Its processes are gone. */
    public void machineEnded(LifecycleState last, Instant now) {
        state = last;
        hasMachine = false;
        frozen = false;
        notice = Optional.empty();
        publicIp = Optional.empty();
        if (last == LifecycleState.TERMINATED) {
            endedAt = Optional.of(now);
        }
    }

    MachineSpec spec() {
        return new MachineSpec(
                id, hostname(), privateIp, publicIp.orElse(""), launch.userData().clone());
    }

    String hostname() {
        return "ip-" + privateIp.replace('.', '-');
    }

    public int run() {
        return run;
    }

    public boolean isCurrentRun(int number) {
        return run == number;
    }

    /** Held by whoever switches its machine on or off; taken before the fleet's lock. */
    public ReentrantLock powerLock() {
        return powerLock;
    }

    /** Sorts in the order of launches. */
    public String sortKey() {
        return "%015d".formatted(launchNumber);
    }

    public String id() {
        return id;
    }

    public String volumeId() {
        return volumeId;
    }

    public String reservationId() {
        return reservationId;
    }

    public int launchIndex() {
        return launchIndex;
    }

    public EmulatedLaunch launch() {
        return launch;
    }

    public String privateIp() {
        return privateIp;
    }

    public LifecycleState state() {
        return state;
    }

    public Instant launchedAt() {
        return launchedAt;
    }

    Optional<Instant> endedAt() {
        return endedAt;
    }

    public Optional<String> publicIp() {
        return publicIp;
    }

    Optional<StateReason> stateReason() {
        return stateReason;
    }

    public Optional<SpotNotice> notice() {
        return notice;
    }

    public void notice(SpotNotice given) {
        notice = Optional.of(given);
    }

    boolean metadataUp() {
        return metadataUp;
    }

    public void metadataUp(boolean does) {
        metadataUp = does;
    }

    /** What becomes of it when it powers itself off. */
    public boolean terminateOnShutdown() {
        return terminateOnShutdown;
    }

    public void terminateOnShutdown(boolean does) {
        terminateOnShutdown = does;
    }

    String transitionReason() {
        return transitionReason;
    }
}
