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
    private static final AtomicLong COUNT = new AtomicLong();

    private final long number = COUNT.incrementAndGet();
    private final String id;
    private final String volumeId;
    private final String reservationId;
    private final int launchIndex;
    private final EmulatedLaunch order;
    private final String privateIp;
    private final ReentrantLock door = new ReentrantLock();
    private LifecycleState phase = LifecycleState.STOPPED;
    private Instant launchedAt;
    private Optional<Instant> endedAt = Optional.empty();
    private Optional<String> publicIp = Optional.empty();
    private Optional<StateReason> reason = Optional.empty();
    private String transition = "";
    private Optional<SpotNotice> notice = Optional.empty();
    private boolean terminateOnShutdown;
    private boolean metadataAnswers = true;
    private boolean frozen;
    private int run;
    private boolean machine;

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
        this.order = order;
        this.privateIp = privateIp;
        this.launchedAt = now;
        this.terminateOnShutdown = order.terminateOnShutdown();
    }

    /** Begins a new run under a new public address and answers its number. */
    public int begin(String address, Instant now) {
        run++;
        return resume(address, now);
    }

    /** Goes on with the run it was frozen in, under a new public address. */
    int resume(String address, Instant now) {
        phase = LifecycleState.PENDING;
        publicIp = Optional.of(address);
        launchedAt = now;
        reason = Optional.empty();
        transition = "";
        notice = Optional.empty();
        frozen = false;
        return run;
    }

    /** A machine was made for this run, or is about to be. */
    void powerOn() {
        machine = true;
    }

    boolean hasMachine() {
        return machine;
    }

    /** Told by the machine side; a late word of an earlier run changes nothing. */
    public void booted(int ofRun) {
        if (ofRun == run && phase == LifecycleState.PENDING) {
            phase = LifecycleState.RUNNING;
        }
    }

    /** On its way to {@code stopped} or {@code terminated}. */
    void leave(LifecycleState next, StateChangeCause cause) {
        phase = next;
        reason = Optional.of(cause.reason());
        transition = cause.words();
    }

    /** Stopped, while its processes stay where they are. */
    void sleep() {
        phase = LifecycleState.STOPPED;
        publicIp = Optional.empty();
        notice = Optional.empty();
        frozen = true;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** Its processes are gone. */
    public void rest(LifecycleState last, Instant now) {
        phase = last;
        machine = false;
        frozen = false;
        notice = Optional.empty();
        publicIp = Optional.empty();
        if (last == LifecycleState.TERMINATED) {
            endedAt = Optional.of(now);
        }
    }

    MachineSpec spec() {
        return new MachineSpec(
                id, hostname(), privateIp, publicIp.orElse(""), order.userData().clone());
    }

    String hostname() {
        return "ip-" + privateIp.replace('.', '-');
    }

    public int run() {
        return run;
    }

    public boolean isRun(int number) {
        return run == number;
    }

    /** Held by whoever switches its machine on or off; taken before the fleet's lock. */
    public ReentrantLock door() {
        return door;
    }

    /** Sorts in the order of launches. */
    public String sequence() {
        return "%015d".formatted(number);
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

    public EmulatedLaunch order() {
        return order;
    }

    public String privateIp() {
        return privateIp;
    }

    public LifecycleState phase() {
        return phase;
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

    Optional<StateReason> reason() {
        return reason;
    }

    public Optional<SpotNotice> notice() {
        return notice;
    }

    public void notice(SpotNotice given) {
        notice = Optional.of(given);
    }

    boolean metadataAnswers() {
        return metadataAnswers;
    }

    public void metadataAnswers(boolean does) {
        metadataAnswers = does;
    }

    /** What becomes of it when it powers itself off. */
    public boolean terminateOnShutdown() {
        return terminateOnShutdown;
    }

    public void terminateOnShutdown(boolean does) {
        terminateOnShutdown = does;
    }

    String transition() {
        return transition;
    }
}
