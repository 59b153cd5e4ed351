package io.jobarrays.server.arrays;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.LaunchPool;
import io.jobarrays.server.net.AddressGuard;
import io.jobarrays.server.net.NotifyTarget;
import jakarta.enterprise.context.ApplicationScoped;

/** Check of a launch against what EC2 offers and where notifications may go. */
@ApplicationScoped
public class Preflight {
    private final Ec2Calls ec2;
    private final AddressGuard receivers;

    Preflight(Ec2Calls ec2, AddressGuard receivers) {
        this.ec2 = ec2;
        this.receivers = receivers;
    }

    /**
     * Checks region, instance type and receiver of notifications before any row is written.
     *
     * @throws Refusal when EC2 would refuse the launch, or nothing may be sent to the receiver
     */
    public void check(ArraySpec spec) {
        NotifyTarget receiver = spec.notifications().target();
        if (receiver != null) {
            receivers.check("notify", receiver);
        }
        String region = spec.region();
        if (region != null && !region.equals(ec2.region())) {
            throw new Refusal(
                    "region: this control plane serves %s, not \"%s\""
                            .formatted(ec2.region(), region));
        }
        for (LaunchPool pool : spec.pools()) {
            String type = pool.instanceType();
            if (type != null && !ec2.offers(type)) {
                throw new Refusal(
                        "instance-type: \"%s\" is not offered in %s; t3.micro and m7i.large are"
                                .formatted(type, ec2.region()));
            }
        }
    }
}
