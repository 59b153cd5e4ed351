package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKinds;
import io.jobarrays.localcloud.ec2.catalogue.VpcSubnet;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Availability zone that a RunInstances call asks for, before the call is validated. */
public final class RequestedZone {
    private static final Pattern SUBNET =
            Pattern.compile("(?:NetworkInterface\\.\\d+\\.)?SubnetId");

    private RequestedZone() {}

    /**
     * The zone in which the launch would be: by zone, by subnet, else the default one of its type.
     *
     * @param parameters of the Query protocol
     * @return empty for an unknown subnet or type, with which the launch is refused
     */
    public static Optional<String> of(Map<String, String> parameters, Account account) {
        Optional<String> zone = Optional.ofNullable(parameters.get("Placement.AvailabilityZone"));
        if (zone.isPresent()) {
            return zone;
        }
        Optional<String> subnet =
                parameters.entrySet().stream()
                        .filter(it -> SUBNET.matcher(it.getKey()).matches())
                        .map(Map.Entry::getValue)
                        .findFirst();
        return subnet.isPresent()
                ? account.subnets().stream()
                        .filter(it -> it.id().equals(subnet.get()))
                        .map(VpcSubnet::zone)
                        .findFirst()
                : defaultZone(parameters, account);
    }

    private static Optional<String> defaultZone(Map<String, String> parameters, Account account) {
        return InstanceKinds.find(
                        parameters.getOrDefault("InstanceType", LaunchValidator.DEFAULT_TYPE))
                .flatMap(kind -> offering(kind, account).findFirst())
                .map(VpcSubnet::zone);
    }

    /** Subnets in the zones that offer the type; a launch without a zone is in the first. */
    static Stream<VpcSubnet> offering(InstanceKind kind, Account account) {
        return account.subnets().stream().filter(it -> kind.isOfferedIn(it.zone()));
    }
}
