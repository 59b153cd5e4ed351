package io.jobarrays.agent.files;

import io.jobarrays.contract.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Output file that was sent to another place than the control plane.
 *
 * @param name as in {@link OutputEntry}
 */
public record ListedOutput(String name, long bytes, String sha256) {
    /** Writes the list that the control plane keeps: a line for each file. */
    public static void write(List<ListedOutput> outputs, Path list) throws IOException {
        Files.write(list, outputs.stream().map(ListedOutput::line).toList());
    }

    private String line() {
        return "%s %d %s".formatted(sha256, bytes, FileName.printable(name));
    }
}
