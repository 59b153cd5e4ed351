package io.jobarrays.localcloud.machines.vpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes uid_map and gid_map of the VPC's user namespace. Run by root, every id maps to itself; run
 * by another user, only that user is mapped, to root, since the kernel permits no other mapping.
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
                // Root without the capability CAP_SETUID is treated as any other user.
            }
        }
        Files.writeString(process.resolve("setgroups"), "deny");
        Files.writeString(process.resolve("uid_map"), "0 " + uid + " 1\n");
        Files.writeString(process.resolve("gid_map"), "0 " + gid + " 1\n");
    }

    /** Identity mapping of the ids of a map whose lines read "inside outside count". */
    private static String identityMapping(Path map) throws IOException {
        try (Stream<String> lines = Files.lines(map)) {
            return lines.map(line -> line.strip().split(" +", -1))
                    .map(field -> field[0] + " " + field[0] + " " + field[2] + "\n")
                    .collect(Collectors.joining());
        }
    }
}
