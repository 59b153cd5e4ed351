package io.jobarrays.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The machine below us, as its kernel shows it.
 *
 * @param system where {@code /proc} and {@code /sys} are
 */
public record Hardware(Path system) {
    /** The initial pid namespace has this number on every kernel. */
    private static final String INITIAL_PID_NAMESPACE = "pid:[4026531836]";

    /** Not in a pid namespace below the kernel's own, as in the local cloud: there it is a host. */
    public boolean isVirtualMachine() {
        try {
            Path namespace = system.resolve("proc/self/ns/pid");
            return Files.readSymbolicLink(namespace).toString().equals(INITIAL_PID_NAMESPACE);
        } catch (IOException e) {
            return false;
        }
    }

    /** Of a virtual machine on EC2's newer hardware, Nitro; empty elsewhere. */
    Optional<String> instanceId() {
        try {
            String tag = Files.readString(system.resolve("sys/class/dmi/id/board_asset_tag"));
            return Optional.of(tag.strip()).filter(id -> isVirtualMachine() && id.startsWith("i-"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
