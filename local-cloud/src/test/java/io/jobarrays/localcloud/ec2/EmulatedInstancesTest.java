package io.jobarrays.localcloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.TestClock;
import io.jobarrays.localcloud.base.CloudEvents;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKinds;
import io.jobarrays.localcloud.ec2.catalogue.VpcSubnet;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import io.jobarrays.localcloud.ec2.instance.InstanceOrigin;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.MetadataSettings;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.RootVolume;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.faults.InstanceFaults;
import io.jobarrays.localcloud.limits.SizeLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Tag;

class EmulatedInstancesTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final ResourceTags tags = new ResourceTags(new SizeLimits());
    private final EmulatedInstances instances = new EmulatedInstances(tags, clock);

    @Test
    void terminatedInstanceIsRemovedWithItsTagsAfterAnHour() {
        VirtualMachine machine = machine();
        instances.add(machine);
        tags.put(machine.id(), List.of(Tag.builder().key("Name").value("x").build()));
        machine.machineEnded(LifecycleState.TERMINATED, clock.instant());

        clock.advance(Duration.ofMinutes(59));
        assertThat(instances.all()).containsExactly(machine);

        clock.advance(Duration.ofMinutes(2));
        assertThat(instances.all()).isEmpty();
        assertThat(tags.resources()).isEmpty();
    }

    @Test
    void stoppedInstanceIsKept() {
        VirtualMachine machine = machine();
        instances.add(machine);
        machine.machineEnded(LifecycleState.STOPPED, clock.instant());

        clock.advance(Duration.ofDays(90));

        assertThat(instances.all()).containsExactly(machine);
        assertThat(instances.countHoldingCapacity(_ -> true)).isZero();
        assertThat(instances.privateAddressesInUse()).containsExactly("10.77.0.9");
    }

    @Test
    void lateEventOfAnEarlierRunIsIgnored() {
        VirtualMachine machine = machine();
        int first = machine.startRun("198.18.0.1", clock.instant());
        machine.machineEnded(LifecycleState.STOPPED, clock.instant());
        machine.startRun("198.18.0.2", clock.instant());

        machine.booted(first);

        assertThat(machine.state()).isEqualTo(LifecycleState.PENDING);
        assertThat(machine.publicIp()).contains("198.18.0.2");
    }

    private VirtualMachine machine() {
        EmulatedLaunch launch =
                new EmulatedLaunch(
                        Account.X86_IMAGE,
                        InstanceKinds.find("t3.micro").orElseThrow(),
                        new VpcSubnet("subnet-1", "us-east-1a", "10.77", 0, 128),
                        Optional.empty(),
                        new byte[0],
                        RootVolume.DEFAULT,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        false,
                        MetadataSettings.DEFAULT,
                        List.of(),
                        List.of());
        return new VirtualMachine(
                new InstanceOrigin("i-00000000000000001", "vol-1", "r-1", 0, "10.77.0.9"),
                launch,
                new InstanceFaults(List.of(), Duration.ZERO),
                new CloudEvents(clock),
                clock.instant());
    }
}
