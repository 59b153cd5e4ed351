package io.jobarrays.server.api.view;

import io.jobarrays.server.files.archives.ListedFile;
import io.jobarrays.server.files.archives.Output;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collected outputs of one member.
 *
 * @param stage null for an array that was launched alone
 * @param sha256 of the tar.gz, or of the list of files at another place
 * @param bytes size of the tar.gz, or of all files at another place
 * @param place where the member has sent its files; null: the control plane has them
 * @param listed size and SHA-256 of each file at that place; null: the control plane has them
 */
public record OutputView(
        @Nullable String stage,
        int index,
        int attempt,
        String sha256,
        long bytes,
        List<String> files,
        @Nullable String place,
        @Nullable List<ListedFile> listed) {

    public static OutputView of(@Nullable String stage, Output output) {
        return new OutputView(
                stage,
                output.index(),
                output.attempt(),
                output.sha256(),
                output.bytes(),
                output.files(),
                output.remote().map(Output.Remote::place).orElse(null),
                output.remote().map(Output.Remote::files).orElse(null));
    }
}
