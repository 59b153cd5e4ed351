package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.instances.rows.LaunchPool;
import io.jobarrays.server.instances.rows.MachineRequest;
import org.jspecify.annotations.Nullable;

/** Reader of the flags that describe the instances of an array. */
final class MachineFlags {
    private MachineFlags() {}

    /**
     * @param first the pool in which instances are launched when it has capacity
     */
    static MachineRequest of(
            FlagReader flags, LaunchPool first, IdleSpec idle, Completion completion) {
        boolean spot = flags.flag("spot");
        boolean stopsWhenIdle = idle.timeout() != null && idle.action().stopsOrHibernates();
        if (spot && (stopsWhenIdle || completion.stopsOrHibernates() || flags.flag("hibernate"))) {
            throw new Refusal(
                    "spot: EC2 neither stops nor hibernates one-time spot instances; write"
                            + " terminate or keep, or leave spot out");
        }
        boolean hibernation =
                flags.flag("hibernate")
                        || completion.hibernates()
                        || idle.action() == OnComplete.HIBERNATE;
        return new MachineRequest(
                first.instanceType(),
                first.az(),
                flags.text("ami"),
                spot,
                price(flags, spot),
                flags.text("key-name"),
                flags.words("security-group"),
                flags.text("subnet"),
                flags.text("iam-instance-profile"),
                hibernation);
    }

    private static @Nullable String price(FlagReader flags, boolean spot) {
        String price = flags.text("spot-max-price");
        if (price != null && !spot) {
            throw new Refusal("spot-max-price: only with spot");
        }
        if (price != null && !price.matches("\\d{1,4}(\\.\\d{1,6})?")) {
            throw new Refusal(
                    "spot-max-price: \"%s\" is not a price an hour in USD; write 0.05"
                            .formatted(price));
        }
        return price;
    }
}
