package io.jobarrays.localcloud.machines;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.machines.host.HostTools;
import io.jobarrays.localcloud.machines.host.HostView;
import io.jobarrays.localcloud.machines.relay.ControlPlaneAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens the best place for instances that this machine has. */
public final class MachinesFactory {
    private MachinesFactory() {}

    /**
     * In namespaces where the kernel allows it, else, for an ordinary user, as plain processes.
     *
     * @param state the local cloud's state directory, invisible inside
     * @param controlPlaneFile the file that names the control plane's {@code url}
     * @param image directory shown read-only at /opt/spored
     * @param hidden more directories that must not be readable inside
     * @throws IOException when instances cannot run here, with the sentence to show
     */
    public static Machines open(
            Path state,
            GuestServices guest,
            Path controlPlaneFile,
            Optional<Path> image,
            List<Path> hidden)
            throws IOException {
        HostView host = HostView.of(state, image, hidden);
        try {
            HostTools.require(host.path());
            return NamespaceMachines.open(host, guest, new ControlPlaneAddress(controlPlaneFile));
        } catch (IOException e) {
            String reason = "no namespaces for instances here: " + e.getMessage();
            if (System.getProperty("user.name").equals("root")) {
                throw new IOException(
                        reason + "; without them a script of root's would change this machine", e);
            }
            ConsoleLog.line(
                    reason + "; they run as plain processes and share files, ports and network");
            return ProcessMachines.open(state, guest);
        }
    }
}
