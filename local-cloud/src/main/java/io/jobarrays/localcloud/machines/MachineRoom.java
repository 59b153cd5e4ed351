package io.jobarrays.localcloud.machines;

import io.jobarrays.localcloud.Guest;
import io.jobarrays.localcloud.Machines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens the best place for instances that this machine has. */
public final class MachineRoom {
    private MachineRoom() {}

    /**
     * @param state the local cloud's state directory, invisible inside
     * @param controlPlaneFile the file that names the control plane's {@code url}
     * @param image directory shown read-only at /opt/spored
     * @param hidden more directories that must not be readable inside
     */
    public static Machines open(
            Path state, Guest guest, Path controlPlaneFile, Optional<Path> image, List<Path> hidden)
            throws IOException {
        HostView host = HostView.of(state, image, hidden);
        return NamespaceMachines.open(host, guest, new ControlPlane(controlPlaneFile));
    }
}
