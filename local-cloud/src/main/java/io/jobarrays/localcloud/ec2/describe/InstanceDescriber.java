package io.jobarrays.localcloud.ec2.describe;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstanceView;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.ec2.query.Ec2Page;
import io.jobarrays.localcloud.protocol.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Reservation;

/** DescribeInstances. */
public final class InstanceDescriber {
    private static final Map<String, Function<VirtualMachine, Stream<String>>> FILTER_FIELDS =
            Map.ofEntries(
                    field("instance-id", VirtualMachine::id),
                    field("instance-state-name", it -> it.state().ec2Name()),
                    field("instance-state-code", it -> String.valueOf(it.state().ec2Code())),
                    field("instance-type", it -> it.launch().kind().name()),
                    field("image-id", it -> it.launch().imageId()),
                    field("architecture", it -> it.launch().kind().architecture()),
                    field("availability-zone", it -> it.launch().subnet().zone()),
                    field("subnet-id", it -> it.launch().subnet().id()),
                    field("vpc-id", it -> Account.VPC),
                    field("owner-id", it -> Account.ID),
                    field("instance.group-id", it -> Account.SECURITY_GROUP),
                    field("private-ip-address", VirtualMachine::privateIp),
                    field("private-dns-name", EmulatedInstanceView::privateName),
                    field("reservation-id", it -> it.origin().reservationId()),
                    field("launch-index", it -> String.valueOf(it.origin().launchIndex())),
                    field("launch-time", it -> it.launchedAt().toString()),
                    Map.entry("client-token", it -> it.launch().clientToken().stream()),
                    Map.entry("key-name", it -> it.launch().keyName().stream()),
                    Map.entry("ip-address", it -> it.publicIp().stream()),
                    Map.entry(
                            "dns-name",
                            it -> it.publicIp().map(EmulatedInstanceView::publicName).stream()),
                    Map.entry(
                            "instance-lifecycle",
                            it -> it.launch().spot() ? Stream.of("spot") : Stream.empty()));

    private final EmulatedInstances instances;
    private final EmulatedInstanceView view;
    private final Ec2Filters<VirtualMachine> filters;

    public InstanceDescriber(
            EmulatedInstances instances, ResourceTags tags, EmulatedInstanceView view) {
        this.instances = instances;
        this.view = view;
        this.filters = Ec2Filters.byFields(FILTER_FIELDS).andTags(it -> tags.of(it.id()));
    }

    public DescribeInstancesResponse describe(DescribeInstancesRequest request) {
        boolean paged = request.maxResults() != null || request.nextToken() != null;
        if (request.hasInstanceIds() && paged) {
            throw new AwsError(
                    "InvalidParameterCombination",
                    "The parameter instancesSet cannot be used with the parameter maxResults");
        }
        var matching = filters.matching(request.filters());
        return instances.locked(
                () -> {
                    List<VirtualMachine> found = candidates(request).filter(matching).toList();
                    Ec2Page<VirtualMachine> page =
                            Ec2Page.of(
                                    found,
                                    VirtualMachine::sortKey,
                                    request.maxResults(),
                                    request.nextToken());
                    return DescribeInstancesResponse.builder()
                            .reservations(reservations(page.items()))
                            .nextToken(page.next().orElse(null))
                            .build();
                });
    }

    private Stream<VirtualMachine> candidates(DescribeInstancesRequest request) {
        return request.hasInstanceIds()
                ? instances.require(request.instanceIds()).stream()
                : instances.listed().stream();
    }

    /** Groups the instances of a page by reservation. */
    private List<Reservation> reservations(List<VirtualMachine> found) {
        List<Reservation> reservations = new ArrayList<>();
        List<Instance> instances = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            String id = found.get(i).origin().reservationId();
            instances.add(view.of(found.get(i)));
            if (i + 1 == found.size() || !found.get(i + 1).origin().reservationId().equals(id)) {
                reservations.add(
                        Reservation.builder()
                                .reservationId(id)
                                .ownerId(Account.ID)
                                .instances(List.copyOf(instances))
                                .build());
                instances.clear();
            }
        }
        return reservations;
    }

    private static Map.Entry<String, Function<VirtualMachine, Stream<String>>> field(
            String name, Function<VirtualMachine, String> value) {
        return Map.entry(name, it -> Stream.of(value.apply(it)));
    }
}
