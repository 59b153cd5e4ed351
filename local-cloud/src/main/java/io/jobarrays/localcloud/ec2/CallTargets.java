package io.jobarrays.localcloud.ec2;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.instance.EmulatedInstances;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.ec2.launch.RequestedZone;
import io.jobarrays.localcloud.faults.FaultTarget;
import io.jobarrays.localcloud.front.CallGate;
import io.jobarrays.localcloud.front.HttpCall;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tags and zones of the instances that an EC2 call is about, read from its parameters. */
public final class CallTargets implements CallGate.TargetFinder {
    private static final Pattern ID = Pattern.compile("(?:InstanceId|ResourceId)(?:\\.\\d+)?");
    private static final Pattern TAG_KEY =
            Pattern.compile("((TagSpecification\\.\\d+)\\.Tag\\.\\d+)\\.Key");

    private final EmulatedInstances instances;
    private final ResourceTags tags;
    private final Account account;

    public CallTargets(EmulatedInstances instances, ResourceTags tags, Account account) {
        this.instances = instances;
        this.tags = tags;
        this.account = account;
    }

    @Override
    public FaultTarget target(String operation, HttpCall request) {
        if (!operation.startsWith("ec2:")) {
            return FaultTarget.of(operation);
        }
        Map<String, String> parameters = request.formParameters();
        Set<Map.Entry<String, String>> matchedTags = new HashSet<>();
        Set<String> zones = new HashSet<>();
        for (var parameter : parameters.entrySet()) {
            Matcher key = TAG_KEY.matcher(parameter.getKey());
            if (key.matches()
                    && "instance".equals(parameters.get(key.group(2) + ".ResourceType"))) {
                String value = parameters.getOrDefault(key.group(1) + ".Value", "");
                matchedTags.add(Map.entry(parameter.getValue(), value));
            }
        }
        for (VirtualMachine instance : instancesOf(parameters)) {
            matchedTags.addAll(tags.of(instance.id()).entrySet());
            zones.add(instance.launch().subnet().zone());
        }
        if (operation.equals("ec2:RunInstances")) {
            RequestedZone.of(parameters, account).ifPresent(zones::add);
        }
        return new FaultTarget(operation, Set.copyOf(matchedTags), Set.copyOf(zones), false);
    }

    private List<VirtualMachine> instancesOf(Map<String, String> parameters) {
        return instances.locked(
                () ->
                        parameters.entrySet().stream()
                                .filter(parameter -> ID.matcher(parameter.getKey()).matches())
                                .flatMap(parameter -> instances.find(parameter.getValue()).stream())
                                .toList());
    }
}
