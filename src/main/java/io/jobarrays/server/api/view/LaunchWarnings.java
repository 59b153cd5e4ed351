package io.jobarrays.server.api.view;

import io.jobarrays.server.SpawnConfig;
import io.jobarrays.server.arrays.LaunchRate;
import io.jobarrays.server.arrays.snapshot.LaunchWait;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.OnComplete;
import io.jobarrays.server.arrays.spec.SecretLint;
import io.jobarrays.server.arrays.spec.WorkLint;
import io.jobarrays.server.files.archives.BundleStore;
import io.jobarrays.server.prices.OnDemandPrices;
import io.jobarrays.server.publicurl.PublicUrlCheck;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Warnings about a launch not yet submitted: values that look like secrets, scripts that do not run
 * on Linux, instances without an end, a wait for EC2's launch rate, a public URL that agents will
 * not trust.
 */
@ApplicationScoped
public class LaunchWarnings {
    private final SpawnConfig config;
    private final LaunchRate launchRate;
    private final BundleStore bundles;
    private final PublicUrlCheck publicUrl;

    LaunchWarnings(
            SpawnConfig config,
            LaunchRate launchRate,
            BundleStore bundles,
            PublicUrlCheck publicUrl) {
        this.config = config;
        this.launchRate = launchRate;
        this.bundles = bundles;
        this.publicUrl = publicUrl;
    }

    /** One sentence per finding. */
    public List<String> of(ArraySpec spec) {
        List<String> warnings = new ArrayList<>(SecretLint.warnings(spec));
        warnings.addAll(WorkLint.warnings(spec));
        publicUrl.objection().ifPresent(warnings::add);
        Optional.ofNullable(spec.work().bundle())
                .flatMap(bundles::warning)
                .ifPresent(warnings::add);
        if (hasNoEnd(spec)) {
            warnings.add(noEnd(spec));
        }
        if (spec.barrier() && launchRate.calls(spec) > 1) {
            warnings.add(severalCalls(spec));
        }
        Duration wait = launchRate.untilLast(spec);
        if (wait.isPositive()) {
            warnings.add(
                    "EC2's launch rate permits the last of %d instances in about %s"
                            .formatted(spec.memberCount(), LaunchWait.about(wait)));
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

    private String severalCalls(ArraySpec spec) {
        return ("barrier: %d instances need %d launch calls; those of the first one wait about %s for"
                        + " those of the last one, and bill meanwhile, %s for all")
                .formatted(
                        spec.memberCount(),
                        launchRate.calls(spec),
                        LaunchWait.about(launchRate.betweenFirstAndLast(spec)),
                        price(spec));
    }

    private String noEnd(ArraySpec spec) {
        return "no TTL: %d × %s run until they are terminated, %s; --ttl 8h ends them"
                .formatted(spec.memberCount(), type(spec), price(spec));
    }

    private String price(ArraySpec spec) {
        return OnDemandPrices.of(type(spec), spec.memberCount())
                .map(it -> it + " " + OnDemandPrices.source())
                .orElse("at a price that is not known");
    }

    private String type(ArraySpec spec) {
        return Objects.requireNonNullElse(
                spec.machine().instanceType(), config.defaultInstanceType());
    }
}
