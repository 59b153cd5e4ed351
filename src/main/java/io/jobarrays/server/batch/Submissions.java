package io.jobarrays.server.batch;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.Preflight;
import io.jobarrays.server.batch.jobxml.model.Submission;
import io.jobarrays.server.files.archives.BundleStore;
import io.jobarrays.server.problems.NotFound;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Parameters and files with which job XML is checked. */
@ApplicationScoped
class Submissions {
    private final Preflight preflight;
    private final BundleStore bundles;

    Submissions(Preflight preflight, BundleStore bundles) {
        this.preflight = preflight;
        this.bundles = bundles;
    }

    /**
     * @throws Refusal when there is no such bundle, or parameters are too long
     */
    Submission of(Map<String, String> parameters, @Nullable String bundle) {
        if (bundle == null) {
            return Submission.of(
                    parameters,
                    Optional.empty(),
                    file -> Optional.empty(),
                    () -> false,
                    preflight::check);
        }
        requireBundle(bundle);
        return Submission.of(
                parameters,
                Optional.of(bundle),
                file -> bundles.text(bundle, file),
                () -> bundles.has(bundle, "inputs"),
                preflight::check);
    }

    /**
     * @throws NotFound when there is no such bundle
     */
    void requireBundle(String bundle) {
        if (!bundles.use(bundle)) {
            throw new NotFound("there is no bundle %s; upload it first".formatted(bundle));
        }
    }
}
