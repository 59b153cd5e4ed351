package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.Images;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKindDescriber;
import io.jobarrays.localcloud.ec2.catalogue.Network;
import io.jobarrays.localcloud.ec2.instance.AddressPool;
import io.jobarrays.localcloud.ec2.instance.Capacity;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstanceView;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.EmulatedPower;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.spot.SpotInterruptions;
import io.jobarrays.localcloud.ec2.spot.SpotMarket;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRegionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** The operations of EC2 this cloud knows; what is missing here is answered with 501. */
public final class Ec2 {
    private final Map<String, Ec2Operation> operations;
    private final FaultInjection faultInjection;

    private Ec2(Stream<Ec2Operation> operations, FaultInjection interventions) {
        this.faultInjection = interventions;
        this.operations =
                operations.collect(Collectors.toMap(Ec2Operation::name, Function.identity()));
    }

    public static Ec2 of(
            EmulatedInstances fleet,
            ResourceTags tags,
            Machines machines,
            Capacity capacity,
            Clock clock) {
        Account account = Account.of(machines.mode());
        EmulatedPower power = new EmulatedPower(fleet, machines, clock);
        EmulatedInstanceView view = new EmulatedInstanceView(tags);
        AddressPool addresses = new AddressPool();
        SpotMarket market = new SpotMarket(account, clock);
        var launches =
                new EmulatedLauncher(
                        new LaunchValidator(account),
                        fleet,
                        power,
                        tags,
                        view,
                        addresses,
                        capacity,
                        market,
                        clock);
        var switches = new StateChanges(fleet, power, addresses, capacity, clock);
        var tagging = new Tagging(fleet, tags);
        return new Ec2(
                Stream.of(
                                instanceOperations(
                                        launches,
                                        new InstanceDescriber(fleet, tags, view),
                                        switches),
                                tagOperations(tagging),
                                accountOperations(new Network(account), new Images(account)),
                                spotOperations(market, fleet),
                                attributeOperations(
                                        new ConsoleOutput(fleet, power, clock),
                                        new InstanceAttributes(fleet)))
                        .flatMap(Function.identity()),
                new FaultInjection(fleet, machines, market, new SpotInterruptions(fleet, power)));
    }

    public FaultInjection faultInjection() {
        return faultInjection;
    }

    Optional<Ec2Operation> find(String name) {
        return Optional.ofNullable(operations.get(name));
    }

    private static Stream<Ec2Operation> instanceOperations(
            EmulatedLauncher launches, InstanceDescriber descriptions, StateChanges switches) {
        return Stream.of(
                Ec2Operation.of("RunInstances", RunInstancesRequest::builder, launches::run)
                        .checkingDryRun(),
                Ec2Operation.of(
                        "DescribeInstances",
                        DescribeInstancesRequest::builder,
                        descriptions::describe),
                Ec2Operation.of("StartInstances", StartInstancesRequest::builder, switches::start),
                Ec2Operation.of("StopInstances", StopInstancesRequest::builder, switches::stop),
                Ec2Operation.of(
                        "TerminateInstances",
                        TerminateInstancesRequest::builder,
                        switches::terminate));
    }

    private static Stream<Ec2Operation> tagOperations(Tagging tagging) {
        return Stream.of(
                Ec2Operation.of("CreateTags", CreateTagsRequest::builder, tagging::create),
                Ec2Operation.of("DeleteTags", DeleteTagsRequest::builder, tagging::delete),
                Ec2Operation.of("DescribeTags", DescribeTagsRequest::builder, tagging::describe));
    }

    private static Stream<Ec2Operation> accountOperations(Network surroundings, Images images) {
        return Stream.of(
                Ec2Operation.of(
                        "DescribeInstanceTypes",
                        DescribeInstanceTypesRequest::builder,
                        new InstanceKindDescriber()::describe),
                Ec2Operation.of("DescribeImages", DescribeImagesRequest::builder, images::describe),
                Ec2Operation.of(
                        "DescribeRegions", DescribeRegionsRequest::builder, surroundings::regions),
                Ec2Operation.of(
                        "DescribeAvailabilityZones",
                        DescribeAvailabilityZonesRequest::builder,
                        surroundings::zones),
                Ec2Operation.of(
                        "DescribeSubnets", DescribeSubnetsRequest::builder, surroundings::subnets),
                Ec2Operation.of(
                        "DescribeSecurityGroups",
                        DescribeSecurityGroupsRequest::builder,
                        surroundings::groups));
    }

    private static Stream<Ec2Operation> spotOperations(SpotMarket market, EmulatedInstances fleet) {
        return Stream.of(
                Ec2Operation.of(
                        "DescribeSpotPriceHistory",
                        DescribeSpotPriceHistoryRequest::builder,
                        (DescribeSpotPriceHistoryRequest request) ->
                                fleet.locked(() -> market.history(request))));
    }

    private static Stream<Ec2Operation> attributeOperations(
            ConsoleOutput consoles, InstanceAttributes attributes) {
        return Stream.of(
                Ec2Operation.of(
                        "GetConsoleOutput",
                        GetConsoleOutputRequest::builder,
                        consoles::getConsoleOutput),
                Ec2Operation.of(
                        "ModifyInstanceAttribute",
                        ModifyInstanceAttributeRequest::builder,
                        attributes::modify),
                Ec2Operation.of(
                        "DescribeInstanceAttribute",
                        DescribeInstanceAttributeRequest::builder,
                        attributes::describe));
    }
}
