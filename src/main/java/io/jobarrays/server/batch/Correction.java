package io.jobarrays.server.batch;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an execution is restarted with instead of what it had. */
public final class Correction {
    final byte @Nullable [] xml;
    final Map<String, String> parameters;
    final @Nullable String bundle;

    /**
     * @param xml job XML; null: the version that it ran
     * @param parameters job parameters; others keep their values
     * @param bundle SHA-256 of the files; null: those that it had
     */
    public Correction(
            byte @Nullable [] xml, Map<String, String> parameters, @Nullable String bundle) {
        this.xml = xml;
        this.parameters = Map.copyOf(parameters);
        this.bundle = bundle;
    }

    boolean isEmpty() {
        return xml == null && parameters.isEmpty() && bundle == null;
    }
}
