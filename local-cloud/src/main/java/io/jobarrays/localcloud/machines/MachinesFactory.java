package io.jobarrays.localcloud.machines;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.machines.host.HostTools;
import io.jobarrays.localcloud.machines.host.HostView;
import io.jobarrays.localcloud.machines.relay.ControlPlaneAddress;
import io.jobarrays.localcloud.machines.scale.ScaleDirectory;
import io.jobarrays.localcloud.machines.scale.ScaleMachines;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens the machines in the mode that the kernel and the user allow, beside those of scale mode.
 */
public final class MachinesFactory {
    private MachinesFactory() {}

    /**
     * Uses namespaces where the kernel allows them; otherwise, for a user other than root, plain
     * processes.
     *
     * @param state state directory of the local cloud, hidden from instances
     * @param scaleDirectory for instances of scale mode
     * @param controlPlaneFile file that contains the control plane's {@code url}
     * @throws IOException when instances cannot run on this machine, with the message for the user
     */
    public static Machines open(
            Path state,
            ScaleDirectory scaleDirectory,
            GuestServices guest,
            Path controlPlaneFile,
            HostView host)
            throws IOException {
        Machines scale = ScaleMachines.open(scaleDirectory, guest, controlPlaneFile, host.image());
        try {
            return new MixedMachines(openProcesses(state, guest, controlPlaneFile, host), scale);
        } catch (IOException e) {
            scale.close();
            throw e;
        }
    }

    private static Machines openProcesses(
            Path state, GuestServices guest, Path controlPlaneFile, HostView host)
            throws IOException {
        ControlPlaneAddress controlPlane = new ControlPlaneAddress(controlPlaneFile);
        try {
            HostTools.require(host.path());
            return NamespaceMachines.open(host, guest, controlPlane);
        } catch (IOException e) {
            String reason = "no namespaces for instances here: " + e.getMessage();
            if (System.getProperty("user.name").equals("root")) {
                throw new IOException(
                        reason + "; without them a script run by root would change this machine",
                        e);
            }
            ConsoleLog.line(
                    reason
                            + "; instances run as plain processes: they share the files, ports, host"
                            + " name and network of this machine, names of peers do not resolve,"
                            + " files of the array are below $SPAWN_ROOT, and nothing hibernates");
            return ProcessMachines.open(state, guest, controlPlane, host.image());
        }
    }
}
