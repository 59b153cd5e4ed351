package io.jobarrays.server.api.view;

import io.jobarrays.server.files.archives.Output;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collected outputs of one member.
 *
 * @param stage null for an array that was launched alone
 * @param bytes size of the tar.gz
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
