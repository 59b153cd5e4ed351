package io.jobarrays.server.api.view;

import io.jobarrays.server.files.archives.Output;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one member collected.
 *
 * @param stage null for an array by itself
 * @param bytes of the tar.gz
 */
public record OutputView(
        @Nullable String stage,
        int index,
        int attempt,
        String sha256,
        long bytes,
        List<String> files) {

    public static OutputView of(@Nullable String stage, Output output) {
        return new OutputView(
                stage,
                output.index(),
                output.attempt(),
                output.sha256(),
                output.bytes(),
                output.files());
    }
}
