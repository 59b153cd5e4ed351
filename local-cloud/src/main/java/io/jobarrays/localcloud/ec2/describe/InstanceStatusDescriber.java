package io.jobarrays.localcloud.ec2.describe;

import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.LifecycleState;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.ec2.query.Ec2Page;
import io.jobarrays.localcloud.faults.FaultKind;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusResponse;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusDetails;
import software.amazon.awssdk.services.ec2.model.InstanceStatusSummary;

/**
 * DescribeInstanceStatus: running instances pass both checks unless a fault strikes them, others
 * have none.
 */
public final class InstanceStatusDescriber {
    private static final Ec2Filters<VirtualMachine> FILTERS =
            Ec2Filters.byFields(
                    Map.of(
                            "availability-zone", it -> Stream.of(it.launch().subnet().zone()),
                            "instance-state-name", it -> Stream.of(it.state().ec2Name()),
                            "instance-state-code",
                                    it -> Stream.of(String.valueOf(it.state().ec2Code())),
                            "instance-status.status", it -> Stream.of(status(it)),
                            "instance-status.reachability", it -> reachability(it),
                            "system-status.status", it -> Stream.of(status(it)),
                            "system-status.reachability", it -> reachability(it)));

    private final EmulatedInstances instances;

    public InstanceStatusDescriber(EmulatedInstances instances) {
        this.instances = instances;
    }

    public DescribeInstanceStatusResponse describe(DescribeInstanceStatusRequest request) {
        boolean paged = request.maxResults() != null || request.nextToken() != null;
        if (request.hasInstanceIds() && paged) {
            throw new AwsError(
                    "InvalidParameterCombination",
                    "The parameter instancesSet cannot be used with the parameter maxResults");
        }
        var matching = FILTERS.matching(request.filters());
        boolean all = Boolean.TRUE.equals(request.includeAllInstances());
        return instances.locked(
                () -> {
                    List<VirtualMachine> found =
                            requested(request).stream()
                                    .filter(it -> all || it.state() == LifecycleState.RUNNING)
                                    .filter(matching)
                                    .toList();
                    Ec2Page<VirtualMachine> page =
                            Ec2Page.of(
                                    found,
                                    VirtualMachine::sortKey,
                                    request.maxResults(),
                                    request.nextToken());
                    return DescribeInstanceStatusResponse.builder()
                            .instanceStatuses(
                                    page.items().stream()
                                            .map(InstanceStatusDescriber::view)
                                            .toList())
                            .nextToken(page.next().orElse(null))
                            .build();
                });
    }

    private Collection<VirtualMachine> requested(DescribeInstanceStatusRequest request) {
        return request.hasInstanceIds()
                ? instances.require(request.instanceIds())
                : instances.listed();
    }

    private static InstanceStatus view(VirtualMachine it) {
        InstanceStatusSummary summary = summary(it);
        return InstanceStatus.builder()
                .instanceId(it.id())
                .availabilityZone(it.launch().subnet().zone())
                .availabilityZoneId(it.launch().subnet().zoneId())
                .instanceState(it.state().toEc2())
                .instanceStatus(summary)
                .systemStatus(summary)
                .build();
    }

    private static InstanceStatusSummary summary(VirtualMachine it) {
        InstanceStatusSummary.Builder summary = InstanceStatusSummary.builder().status(status(it));
        if (it.state() == LifecycleState.RUNNING) {
            summary.details(
                    InstanceStatusDetails.builder()
                            .name("reachability")
                            .status(isImpaired(it) ? "failed" : "passed")
                            .build());
        }
        return summary.build();
    }

    private static String status(VirtualMachine it) {
        if (it.state() != LifecycleState.RUNNING) {
            return "not-applicable";
        }
        return isImpaired(it) ? "impaired" : "ok";
    }

    private static Stream<String> reachability(VirtualMachine it) {
        return summary(it).details().stream().map(InstanceStatusDetails::statusAsString);
    }

    private static boolean isImpaired(VirtualMachine it) {
        return it.faults().isActive(FaultKind.STATUS_IMPAIRED);
    }
}
