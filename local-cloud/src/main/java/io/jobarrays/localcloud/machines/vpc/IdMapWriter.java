package io.jobarrays.localcloud.machines.vpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is who in the VPC's user namespace: where root runs the local cloud, everybody is themselves;
 * an ordinary user is root there, and alone, as the kernel lets them map nobody else.
 */
final class IdMapWriter {
    private IdMapWriter() {}

    static void write(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Path self = Path.of("/proc/self");
        int uid = (int) Files.getAttribute(self, "unix:uid");
        int gid = (int) Files.getAttribute(self, "unix:gid");
        if (uid == 0) {
            try {
                Files.writeString(
                        process.resolve("uid_map"), identityMapping(self.resolve("uid_map")));
                Files.writeString(
                        process.resolve("gid_map"), identityMapping(self.resolve("gid_map")));
                return;
            } catch (IOException e) {
                // A root without the capability to do so is an ordinary user.
            }
        }
        Files.writeString(process.resolve("setgroups"), "deny");
        Files.writeString(process.resolve("uid_map"), "0 " + uid + " 1\n");
        Files.writeString(process.resolve("gid_map"), "0 " + gid + " 1\n");
    }

    /** The lines of our own map, which read "inside outside count", mapped to themselves. */
    private static String identityMapping(Path map) throws IOException {
        try (Stream<String> lines = Files.lines(map)) {
            return lines.map(line -> line.strip().split(" +", -1))
                    .map(word -> word[0] + " " + word[0] + " " + word[2] + "\n")
                    .collect(Collectors.joining());
        }
    }
}
