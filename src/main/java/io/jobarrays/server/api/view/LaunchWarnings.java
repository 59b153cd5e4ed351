package io.jobarrays.server.api.view;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.arrays.spec.SecretLint;
import io.jobarrays.server.prices.OnDemandPrices;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Warnings about a launch: values that look like secrets, and instances without an end. */
@ApplicationScoped
public class LaunchWarnings {
    private final SpawnConfig config;

    LaunchWarnings(SpawnConfig config) {
        this.config = config;
    }

    /** One sentence per finding. */
    public List<String> of(ArraySpec spec) {
        List<String> warnings = new ArrayList<>(SecretLint.warnings(spec));
        if (hasNoEnd(spec)) {
            warnings.add(noEnd(spec));
        }
        return List.copyOf(warnings);
    }

    /** Whether neither a TTL nor idleness nor the end of the work ends the instances. */
    private static boolean hasNoEnd(ArraySpec spec) {
        return spec.ttl() == null
                && spec.idle().timeout() == null
                && (spec.work().isEmpty()
                        || spec.completion().onSuccess() == OnComplete.KEEP
                        || spec.completion().onFailure() == OnComplete.KEEP);
    }

    private String noEnd(ArraySpec spec) {
        String type =
                Objects.requireNonNullElse(
                        spec.machine().instanceType(), config.defaultInstanceType());
        String price =
                OnDemandPrices.of(type, spec.count())
                        .map(it -> it + " " + OnDemandPrices.source())
                        .orElse("at a price that is not known");
        return "no TTL: %d × %s run until they are terminated, %s; --ttl 8h ends them"
                .formatted(spec.count(), type, price);
    }
}
