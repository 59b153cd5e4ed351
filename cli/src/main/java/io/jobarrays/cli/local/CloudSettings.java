package io.jobarrays.cli.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Settings of a local cloud to start.
 *
 * @param capacity maximum number of instances; empty: the default of the local cloud
 * @param scale whether its instances have no process trees
 * @param scaleDirectory directory for the files of instances without process trees; empty: the
 *     default of the local cloud
 * @param shared directories that every instance can write, at the same path
 * @param exposed directories that every instance can read, at the same path; the local cloud reads
 *     them from a file
 * @param s3Bytes most bytes of all objects in S3; empty: the default of the local cloud
 */
public record CloudSettings(
        Optional<Integer> capacity,
        boolean scale,
        Optional<Path> scaleDirectory,
        List<Path> shared,
        List<Path> exposed,
        Optional<Long> s3Bytes) {
    /** The local cloud's own defaults. */
    public static final CloudSettings DEFAULT =
            new CloudSettings(
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty());

    /** Maximum heap: 20,000 instances of scale mode need more than the others. */
    String heapOption() {
        return scale ? "-Xmx768m" : "-Xmx192m";
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        capacity.ifPresent(most -> arguments.addAll(List.of("--capacity", "" + most)));
        if (scale) {
            arguments.add("--scale");
        }
        scaleDirectory.ifPresent(it -> arguments.addAll(List.of("--scale-directory", "" + it)));
        s3Bytes.ifPresent(most -> arguments.addAll(List.of("--s3-bytes", "" + most)));
        shared.forEach(it -> arguments.addAll(List.of("--share", it.toString())));
        return arguments;
    }
}
