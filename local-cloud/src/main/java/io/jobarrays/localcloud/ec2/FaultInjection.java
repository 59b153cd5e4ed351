package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKinds;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.SpotTerms;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.spot.SpotMarket;
import io.jobarrays.localcloud.ec2.spot.SpotReclaims;
import io.jobarrays.localcloud.metadata.SpotNotice;
import io.jobarrays.localcloud.protocol.AwsError;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What happens to instances that nobody who uses EC2 can ask for: the cloud's own doings. */
public final class FaultInjection {
    private static final Duration NOTICE = Duration.ofMinutes(2);

    private final EmulatedInstances fleet;
    private final Machines machines;
    private final SpotMarket market;
    private final SpotReclaims reclaims;

    FaultInjection(
            EmulatedInstances fleet, Machines machines, SpotMarket market, SpotReclaims reclaims) {
        this.fleet = fleet;
        this.machines = machines;
        this.market = market;
        this.reclaims = reclaims;
    }

    /** Gives a spot instance notice, and takes it back after that time. */
    public SpotNotice interrupt(String instanceId, String action, Duration after) {
        return fleet.locked(() -> reclaims.notify(need(instanceId), action, after));
    }

    /**
     * Sets the spot price.
     *
     * @param zone all of them when empty
     * @return the instances that are too dear now and have two minutes left
     */
    public List<String> spotPrice(String kindName, Optional<String> zone, String price) {
        InstanceKind kind =
                InstanceKinds.find(kindName)
                        .orElseThrow(
                                () ->
                                        new AwsError(
                                                "InvalidParameterValue",
                                                "There is no instance type " + kindName + "."));
        BigDecimal amount = SpotTerms.price(price);
        return fleet.locked(
                () -> {
                    market.move(kind, zone, amount);
                    List<VirtualMachine> outbid =
                            fleet.all().stream().filter(this::isOutbid).toList();
                    outbid.forEach(it -> reclaims.notify(it, onInterruption(it), NOTICE));
                    return outbid.stream().map(VirtualMachine::id).toList();
                });
    }

    /** Cuts a running instance off from everybody, or connects it again. */
    public void network(String instanceId, boolean up) {
        VirtualMachine instance = fleet.locked(() -> need(instanceId));
        instance.door().lock();
        try {
            if (fleet.locked(instance::phase) != LifecycleState.RUNNING) {
                throw new AwsError(409, "IncorrectInstanceState", instanceId + " is not running.");
            }
            machines.network(instanceId, up);
        } catch (IOException e) {
            throw new AwsError(
                    409,
                    "IncorrectInstanceState",
                    "The network of " + instanceId + " was not changed: " + e.getMessage() + ".");
        } finally {
            instance.door().unlock();
        }
    }

    /** Takes its metadata away from an instance, or gives it back. */
    public void metadata(String instanceId, boolean up) {
        fleet.locked(() -> need(instanceId).metadataAnswers(up));
    }

    private boolean isOutbid(VirtualMachine it) {
        return it.phase().isUp()
                && it.notice().isEmpty()
                && it.order()
                        .market()
                        .filter(terms -> !terms.bears(market.price(it.order())))
                        .isPresent();
    }

    private static String onInterruption(VirtualMachine it) {
        return it.order().market().map(SpotTerms::onInterruption).orElse("terminate");
    }

    private VirtualMachine need(String instanceId) {
        return fleet.need(List.of(instanceId)).getFirst();
    }
}
