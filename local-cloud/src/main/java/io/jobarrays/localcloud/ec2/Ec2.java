package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.describe.ConsoleOutput;
import io.jobarrays.localcloud.ec2.describe.InstanceAttributes;
import io.jobarrays.localcloud.ec2.describe.InstanceDescriber;
import io.jobarrays.localcloud.ec2.describe.InstanceStatusDescriber;
import io.jobarrays.localcloud.ec2.instance.AddressPool;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstanceView;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.power.EmulatedPower;
import io.jobarrays.localcloud.ec2.launch.LaunchValidator;
import io.jobarrays.localcloud.ec2.resources.KeyPairs;
import io.jobarrays.localcloud.ec2.resources.PlacementGroups;
import io.jobarrays.localcloud.ec2.spot.SpotInterruptions;
import io.jobarrays.localcloud.ec2.spot.SpotMarket;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.QueryReader;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceStatusRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.GetConsoleOutputRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyInstanceMetadataOptionsRequest;
import software.amazon.awssdk.services.ec2.model.RebootInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;

/** EC2 operations of the local cloud; any other operation is answered with 501. */
public final class Ec2 {
    private final Map<String, Ec2Operation> operations;
    private final RequestSizes sizes;
    private final FaultInjection faultInjection;

    private Ec2(
            Stream<Ec2Operation> operations, RequestSizes sizes, FaultInjection faultInjection) {
        this.sizes = sizes;
        this.faultInjection = faultInjection;
        this.operations =
                operations.collect(Collectors.toMap(Ec2Operation::name, Function.identity()));
    }

    public static Ec2 of(
            EmulatedInstances instances,
            ResourceTags tags,
            Machines machines,
            CloudConditions conditions,
            Clock clock) {
        Account account = Account.of(machines.mode());
        EmulatedPower power = new EmulatedPower(instances, machines, conditions.delays(), clock);
        EmulatedInstanceView view = new EmulatedInstanceView(tags);
        AddressPool addresses = new AddressPool();
        SizeLimits sizes = conditions.limits().sizes();
        SpotMarket spotMarket = new SpotMarket(account, sizes, clock);
        var faultInjection =
                new FaultInjection(
                        instances, machines, spotMarket, new SpotInterruptions(instances, power));
        KeyPairs keyPairs = new KeyPairs(tags, sizes, clock);
        PlacementGroups placementGroups =
                new PlacementGroups(tags, instances::isPlacementGroupInUse);
        var launcher =
                new EmulatedLauncher(
                        new LaunchValidator(account, keyPairs, placementGroups, tags, sizes),
                        instances,
                        power,
                        tags,
                        view,
                        addresses,
                        spotMarket,
                        conditions,
                        new InstanceFaultEffects(instances, faultInjection, conditions.events()),
                        clock);
        var stateChanges = new StateChanges(instances, power, addresses, tags, conditions, clock);
        return new Ec2(
                Stream.of(
                                instanceOperations(
                                        launcher,
                                        new InstanceDescriber(instances, tags, view),
                                        stateChanges),
                                tagOperations(new Tagging(instances, tags)),
                                AccountOperations.of(account, sizes),
                                ResourceOperations.of(keyPairs, placementGroups),
                                spotOperations(spotMarket, instances),
                                attributeOperations(
                                        new ConsoleOutput(instances, power, clock),
                                        instances,
                                        new AttributeChanges(instances, account, tags, sizes)))
                        .flatMap(Function.identity()),
                new RequestSizes(sizes),
                faultInjection);
    }

    /** Names of all operations. */
    public static Set<String> operationNames() {
        return Ec2Parameters.operations();
    }

    public FaultInjection faultInjection() {
        return faultInjection;
    }

    Optional<Ec2Operation> find(String name) {
        return Optional.ofNullable(operations.get(name));
    }

    SdkPojo answer(Ec2Operation operation, QueryReader parameters) {
        return operation.answer(parameters, sizes);
    }

    private static Stream<Ec2Operation> instanceOperations(
            EmulatedLauncher launcher, InstanceDescriber describer, StateChanges stateChanges) {
        return Stream.of(
                Ec2Operation.of("RunInstances", RunInstancesRequest::builder, launcher::run)
                        .checkingDryRun(),
                Ec2Operation.of(
                        "DescribeInstances",
                        DescribeInstancesRequest::builder,
                        describer::describe),
                Ec2Operation.of(
                        "StartInstances", StartInstancesRequest::builder, stateChanges::start),
                Ec2Operation.of("StopInstances", StopInstancesRequest::builder, stateChanges::stop),
                Ec2Operation.of(
                        "TerminateInstances",
                        TerminateInstancesRequest::builder,
                        stateChanges::terminate),
                Ec2Operation.of(
                        "RebootInstances", RebootInstancesRequest::builder, stateChanges::reboot));
    }

    private static Stream<Ec2Operation> tagOperations(Tagging tagging) {
        return Stream.of(
                Ec2Operation.of("CreateTags", CreateTagsRequest::builder, tagging::create),
                Ec2Operation.of("DeleteTags", DeleteTagsRequest::builder, tagging::delete),
                Ec2Operation.of("DescribeTags", DescribeTagsRequest::builder, tagging::describe));
    }

    private static Stream<Ec2Operation> spotOperations(
            SpotMarket spotMarket, EmulatedInstances instances) {
        return Stream.of(
                Ec2Operation.of(
                        "DescribeSpotPriceHistory",
                        DescribeSpotPriceHistoryRequest::builder,
                        (DescribeSpotPriceHistoryRequest request) ->
                                instances.locked(() -> spotMarket.history(request))));
    }

    private static Stream<Ec2Operation> attributeOperations(
            ConsoleOutput consoleOutput, EmulatedInstances instances, AttributeChanges changes) {
        return Stream.of(
                Ec2Operation.of(
                        "GetConsoleOutput",
                        GetConsoleOutputRequest::builder,
                        consoleOutput::getConsoleOutput),
                Ec2Operation.of(
                        "DescribeInstanceStatus",
                        DescribeInstanceStatusRequest::builder,
                        new InstanceStatusDescriber(instances)::describe),
                Ec2Operation.of(
                        "DescribeInstanceAttribute",
                        DescribeInstanceAttributeRequest::builder,
                        new InstanceAttributes(instances)::describe),
                Ec2Operation.of(
                        "ModifyInstanceAttribute",
                        ModifyInstanceAttributeRequest::builder,
                        changes::modify),
                Ec2Operation.of(
                        "ModifyInstanceMetadataOptions",
                        ModifyInstanceMetadataOptionsRequest::builder,
                        changes::modifyMetadataOptions));
    }
}
