package io.jobarrays.agent.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Properties of this machine as its kernel shows them.
 *
 * @param system directory with {@code proc} and {@code sys}
 */
public record Hardware(Path system) {
    /** Link target of the initial pid namespace; the number is the same on every kernel. */
    private static final String INITIAL_PID_NAMESPACE = "pid:[4026531836]";

    /**
     * False in a child pid namespace, as in the local cloud, where the kernel belongs to the host.
     */
    public boolean isVirtualMachine() {
        try {
            Path namespace = system.resolve("proc/self/ns/pid");
            return Files.readSymbolicLink(namespace).toString().equals(INITIAL_PID_NAMESPACE);
        } catch (IOException e) {
            return false;
        }
    }

    /** Instance id from the DMI asset tag of EC2 Nitro machines; empty elsewhere. */
    Optional<String> instanceId() {
        try {
            String tag = Files.readString(system.resolve("sys/class/dmi/id/board_asset_tag"));
            return Optional.of(tag.strip()).filter(id -> isVirtualMachine() && id.startsWith("i-"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
