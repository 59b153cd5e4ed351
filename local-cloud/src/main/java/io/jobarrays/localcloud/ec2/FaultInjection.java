package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKinds;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.SpotTerms;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.spot.SpotInterruptions;
import io.jobarrays.localcloud.ec2.spot.SpotMarket;
import io.jobarrays.localcloud.metadata.SpotNotice;
import io.jobarrays.localcloud.protocol.AwsError;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Spot interruptions and faults of single instances, which no EC2 call can cause. */
public final class FaultInjection {
    private static final Duration INTERRUPTION_NOTICE = Duration.ofMinutes(2);

    private final EmulatedInstances instances;
    private final Machines machines;
    private final SpotMarket spotMarket;
    private final SpotInterruptions interruptions;

    FaultInjection(
            EmulatedInstances instances,
            Machines machines,
            SpotMarket spotMarket,
            SpotInterruptions interruptions) {
        this.instances = instances;
        this.machines = machines;
        this.spotMarket = spotMarket;
        this.interruptions = interruptions;
    }

    /** Gives a spot instance an interruption notice and interrupts it after that time. */
    public SpotNotice interrupt(String instanceId, String action, Duration after) {
        return instances.locked(() -> interruptions.giveNotice(require(instanceId), action, after));
    }

    /**
     * Sets the spot price.
     *
     * @param zone all zones when empty
     * @return ids of the instances whose maximum price is exceeded; each has two minutes' notice
     */
    public List<String> setSpotPrice(String kindName, Optional<String> zone, String price) {
        InstanceKind kind =
                InstanceKinds.find(kindName)
                        .orElseThrow(
                                () ->
                                        new AwsError(
                                                "InvalidParameterValue",
                                                "There is no instance type " + kindName + "."));
        BigDecimal amount = SpotTerms.parsePrice(price);
        return instances.locked(
                () -> {
                    List<VirtualMachine> outbid =
                            instances.all().stream()
                                    .filter(it -> isPriced(it, kind, zone))
                                    .filter(it -> isOutbid(it, amount))
                                    .toList();
                    // All is checked before anything changes.
                    outbid.forEach(it -> interruptions.check(it, interruptionAction(it)));
                    spotMarket.setPrice(kind, zone, amount);
                    outbid.forEach(
                            it ->
                                    interruptions.giveNotice(
                                            it, interruptionAction(it), INTERRUPTION_NOTICE));
                    return outbid.stream().map(VirtualMachine::id).toList();
                });
    }

    /** Disconnects a running instance from the network, or connects it again. */
    public void setNetworkUp(String instanceId, boolean up) {
        changeRunning(instanceId, "network", () -> machines.setNetworkUp(instanceId, up));
    }

    /** Refuses a fault of clocks where instances have the clock of this machine. */
    public void requireClockOffset() {
        try {
            machines.requireClockOffset();
        } catch (IOException e) {
            throw new AwsError(
                    "UnsupportedOperation",
                    "The clock of instances cannot be skewed here: " + e.getMessage() + ".");
        }
    }

    /** Sets the clock of a running instance ahead, or behind with a negative offset. */
    public void setClockOffset(String instanceId, Duration offset) {
        changeRunning(instanceId, "clock", () -> machines.setClockOffset(instanceId, offset));
    }

    /** Makes {@code /etc} of a running instance read-only, or writable again. */
    public void setEtcWritable(String instanceId, boolean writable) {
        changeRunning(instanceId, "/etc", () -> machines.setEtcWritable(instanceId, writable));
    }

    /** Takes all free space from the disk of an instance, which may be stopped, or returns it. */
    public void setDiskFull(String instanceId, boolean full) {
        change(instanceId, "disk", () -> machines.setDiskFull(instanceId, full));
    }

    private void changeRunning(String instanceId, String what, MachineChange change) {
        change(
                instanceId,
                what,
                () -> {
                    requireRunning(instanceId);
                    change.run();
                });
    }

    private void requireRunning(String instanceId) {
        if (instances.locked(() -> require(instanceId).state()) != LifecycleState.RUNNING) {
            throw new AwsError(409, "IncorrectInstanceState", instanceId + " is not running.");
        }
    }

    /** Changes the machine of an instance while it neither boots nor ends. */
    private void change(String instanceId, String what, MachineChange change) {
        VirtualMachine instance = instances.locked(() -> require(instanceId));
        instance.powerLock().lock();
        try {
            change.run();
        } catch (IOException e) {
            throw new AwsError(
                    409,
                    "IncorrectInstanceState",
                    "The %s of %s was not changed: %s."
                            .formatted(what, instanceId, e.getMessage()));
        } finally {
            instance.powerLock().unlock();
        }
    }

    /** Turns the metadata service of an instance off or on. */
    public void setMetadataUp(String instanceId, boolean up) {
        instances.locked(() -> require(instanceId).metadataUp(up));
    }

    private static boolean isPriced(VirtualMachine it, InstanceKind kind, Optional<String> zone) {
        return it.launch().kind().equals(kind)
                && zone.map(it.launch().subnet().zone()::equals).orElse(true);
    }

    private static boolean isOutbid(VirtualMachine it, BigDecimal price) {
        return it.state().isUp()
                && it.notice().isEmpty()
                && it.launch().market().filter(terms -> !terms.accepts(price)).isPresent();
    }

    private static String interruptionAction(VirtualMachine it) {
        return it.launch().market().map(SpotTerms::interruptionAction).orElse("terminate");
    }

    /** The instance, also while calls of EC2 do not show it yet. */
    private VirtualMachine require(String instanceId) {
        return instances
                .find(instanceId)
                .orElseThrow(
                        () ->
                                new AwsError(
                                        "InvalidInstanceID.NotFound",
                                        "The instance ID '" + instanceId + "' does not exist"));
    }

    private interface MachineChange {
        void run() throws IOException;
    }
}
