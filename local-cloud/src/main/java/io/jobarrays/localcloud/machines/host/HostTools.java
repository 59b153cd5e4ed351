package io.jobarrays.localcloud.machines.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the host that are required to create instances. */
public final class HostTools {
    private static final List<String> REQUIRED_PROGRAMS =
            List.of(
                    "unshare",
                    "nsenter",
                    "mount",
                    "umount",
                    "pivot_root",
                    "setsid",
                    "ip",
                    "hostname");

    private HostTools() {}

    /**
     * @throws IOException when programs are missing, with the message for the user
     */
    public static void require(String path) throws IOException {
        List<String> missing =
                REQUIRED_PROGRAMS.stream().filter(name -> !isExecutableOn(path, name)).toList();
        if (!missing.isEmpty()) {
            throw new IOException(
                    String.join(", ", missing)
                            + " not found: install util-linux, iproute2 and hostname");
        }
    }

    private static boolean isExecutableOn(String path, String name) {
        return Stream.of(path.split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }
}
