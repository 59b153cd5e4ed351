package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.Machines;
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
    private final Map<String, Operation> operations;
    private final Interventions interventions;

    private Ec2(Stream<Operation> operations, Interventions interventions) {
        this.interventions = interventions;
        this.operations =
                operations.collect(Collectors.toMap(Operation::name, Function.identity()));
    }

    public static Ec2 of(
            Fleet fleet, ResourceTags tags, Machines machines, Capacity capacity, Clock clock) {
        Account account = Account.of(machines.mode());
        Power power = new Power(fleet, machines, clock);
        InstanceView view = new InstanceView(tags);
        Addresses addresses = new Addresses();
        Market market = new Market(account, clock);
        var launches =
                new Launches(
                        new LaunchCheck(account),
                        fleet,
                        power,
                        tags,
                        view,
                        addresses,
                        capacity,
                        market,
                        clock);
        var switches = new Switches(fleet, power, addresses, capacity, clock);
        var tagging = new Tagging(fleet, tags);
        return new Ec2(
                Stream.of(
                                instances(launches, new Descriptions(fleet, tags, view), switches),
                                tags(tagging),
                                account(new Surroundings(account), new Images(account)),
                                spot(market, fleet),
                                machine(new Consoles(fleet, power, clock), new Attributes(fleet)))
                        .flatMap(Function.identity()),
                new Interventions(fleet, machines, market, new Reclaims(fleet, power)));
    }

    public Interventions interventions() {
        return interventions;
    }

    Optional<Operation> find(String name) {
        return Optional.ofNullable(operations.get(name));
    }

    private static Stream<Operation> instances(
            Launches launches, Descriptions descriptions, Switches switches) {
        return Stream.of(
                Operation.of("RunInstances", RunInstancesRequest::builder, launches::run)
                        .checkingDryRun(),
                Operation.of(
                        "DescribeInstances",
                        DescribeInstancesRequest::builder,
                        descriptions::describe),
                Operation.of("StartInstances", StartInstancesRequest::builder, switches::start),
                Operation.of("StopInstances", StopInstancesRequest::builder, switches::stop),
                Operation.of(
                        "TerminateInstances",
                        TerminateInstancesRequest::builder,
                        switches::terminate));
    }

    private static Stream<Operation> tags(Tagging tagging) {
        return Stream.of(
                Operation.of("CreateTags", CreateTagsRequest::builder, tagging::create),
                Operation.of("DeleteTags", DeleteTagsRequest::builder, tagging::delete),
                Operation.of("DescribeTags", DescribeTagsRequest::builder, tagging::describe));
    }

    private static Stream<Operation> account(Surroundings surroundings, Images images) {
        return Stream.of(
                Operation.of(
                        "DescribeInstanceTypes",
                        DescribeInstanceTypesRequest::builder,
                        new KindCatalogue()::describe),
                Operation.of("DescribeImages", DescribeImagesRequest::builder, images::describe),
                Operation.of(
                        "DescribeRegions", DescribeRegionsRequest::builder, surroundings::regions),
                Operation.of(
                        "DescribeAvailabilityZones",
                        DescribeAvailabilityZonesRequest::builder,
                        surroundings::zones),
                Operation.of(
                        "DescribeSubnets", DescribeSubnetsRequest::builder, surroundings::subnets),
                Operation.of(
                        "DescribeSecurityGroups",
                        DescribeSecurityGroupsRequest::builder,
                        surroundings::groups));
    }

    private static Stream<Operation> spot(Market market, Fleet fleet) {
        return Stream.of(
                Operation.of(
                        "DescribeSpotPriceHistory",
                        DescribeSpotPriceHistoryRequest::builder,
                        (DescribeSpotPriceHistoryRequest request) ->
                                fleet.locked(() -> market.history(request))));
    }

    private static Stream<Operation> machine(Consoles consoles, Attributes attributes) {
        return Stream.of(
                Operation.of(
                        "GetConsoleOutput", GetConsoleOutputRequest::builder, consoles::output),
                Operation.of(
                        "ModifyInstanceAttribute",
                        ModifyInstanceAttributeRequest::builder,
                        attributes::modify),
                Operation.of(
                        "DescribeInstanceAttribute",
                        DescribeInstanceAttributeRequest::builder,
                        attributes::describe));
    }
}
