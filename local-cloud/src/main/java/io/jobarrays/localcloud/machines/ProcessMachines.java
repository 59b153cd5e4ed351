package io.jobarrays.localcloud.machines;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.base.DirectoryTree;
import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.LoopbackHttpServer;
import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.machines.process.ConsoleBuffers;
import io.jobarrays.localcloud.machines.process.InstanceProcess;
import io.jobarrays.localcloud.machines.relay.ControlPlaneAddress;
import io.jobarrays.localcloud.machines.scripts.MachineScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Machines for kernels without namespaces: each instance is a process group with its own directory
 * and 127.x address, which its environment names. Files, ports, hostname and the metadata address
 * are those of the host, so this mode is not available to root.
 */
final class ProcessMachines implements Machines {
    private final Map<String, Process> running = new ConcurrentHashMap<>();
    private final Set<String> terminating = ConcurrentHashMap.newKeySet();
    private final ConsoleBuffers consoles = new ConsoleBuffers();
    private final Path directory;
    private final GuestServices guest;
    private final ControlPlaneAddress controlPlane;
    private final Optional<Path> image;
    private final ReentrantLock starts = new ReentrantLock();
    private boolean closed;

    private ProcessMachines(
            Path directory,
            GuestServices guest,
            ControlPlaneAddress controlPlane,
            Optional<Path> image) {
        this.directory = directory;
        this.guest = guest;
        this.controlPlane = controlPlane;
        this.image = image;
    }

    /**
     * @param image packaged agent; instances fetch it from the control plane when empty
     */
    static ProcessMachines open(
            Path state, GuestServices guest, ControlPlaneAddress controlPlane, Optional<Path> image)
            throws IOException {
        Path directory = state.resolve("machines");
        DirectoryTree.delete(directory);
        Path bin = Files.createDirectories(directory.resolve("bin"));
        MachineScripts.install("process.sh", directory.resolve("process"));
        for (String name : new String[] {"shutdown", "poweroff", "halt", "reboot"}) {
            MachineScripts.install("stand-ins/shutdown.sh", bin.resolve(name));
        }
        for (String name : new String[] {"systemctl", "wall"}) {
            MachineScripts.install("stand-ins/" + name + ".sh", bin.resolve(name));
        }
        MachineScripts.install("restart-agent.sh", directory.resolve("restart-agent"));
        return new ProcessMachines(directory, guest, controlPlane, image);
    }

    @Override
    public void start(MachineSpec spec, Runnable booted, Runnable ended) throws IOException {
        starts.lock();
        try {
            if (closed) {
                throw new IOException("the local cloud ends");
            }
            startProcess(spec, booted, ended);
        } finally {
            starts.unlock();
        }
    }

    private void startProcess(MachineSpec spec, Runnable booted, Runnable ended)
            throws IOException {
        String id = spec.instanceId();
        Path home = Files.createDirectories(directory.resolve(id));
        Path userData = home.resolve("user-data");
        boolean first = Files.notExists(userData);
        Files.write(userData, spec.userData());
        boolean runsUserData =
                first && spec.userData().length > 1 && userData.toFile().setExecutable(true);
        String program =
                runsUserData ? userData.toString() : directory.resolve("restart-agent").toString();
        LoopbackHttpServer metadata =
                new LoopbackHttpServer(exchange -> guest.metadata(exchange, id));
        Process process;
        try {
            process = process(spec, home, program, metadata.uri());
        } catch (IOException | RuntimeException e) {
            metadata.close();
            throw e;
        }
        running.put(id, process);
        InstanceProcess machine = new InstanceProcess(process, consoles.of(id));
        Thread.ofPlatform()
                .name(id)
                .daemon()
                .start(
                        () -> {
                            machine.follow(booted);
                            metadata.close();
                            running.remove(id);
                            if (terminating.remove(id)) {
                                DirectoryTree.delete(home);
                            }
                            ended.run();
                        });
    }

    private Process process(MachineSpec spec, Path home, String program, String metadata)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        "sh",
                        directory.resolve("process").toString(),
                        program,
                        UUID.randomUUID().toString());
        String path = directory.resolve("bin") + ":" + System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SPAWN_ROOT", home.toString());
        builder.environment().put("SPAWN_HOSTNAME", spec.hostname());
        builder.environment().put("SPAWN_ADDRESS", spec.privateIp().replaceFirst("^[0-9]+", "127"));
        builder.environment().put("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata);
        builder.environment().putAll(agentSettings(home, metadata));
        builder.environment().put("AWS_ENDPOINT_URL", "http://127.0.0.1:" + guest.endpointPort());
        builder.environment().put("AWS_REGION", Account.REGION);
        builder.environment().put("AWS_DEFAULT_REGION", Account.REGION);
        return builder.directory(home.toFile()).redirectErrorStream(true).start();
    }

    /** What the bootstrap and the agent need to stay in the instance's directory. */
    private Map<String, String> agentSettings(Path home, String metadata) {
        Map<String, String> settings = new HashMap<>();
        settings.put("SPORED_ROOT", home.toString());
        settings.put("SPORED_METADATA", metadata);
        settings.put("SPORED_POWEROFF", "poweroff");
        image.ifPresent(path -> settings.put("SPORED_IMAGE", path.toString()));
        controlPlane.url().ifPresent(url -> settings.put("SPORED_SERVER", url));
        return settings;
    }

    @Override
    public void stop(String instanceId) {
        Process process = running.get(instanceId);
        if (process != null) {
            end(process);
        }
    }

    @Override
    public void terminate(String instanceId) {
        terminating.add(instanceId);
        Process process = running.get(instanceId);
        if (process != null) {
            end(process);
        } else if (terminating.remove(instanceId)) {
            DirectoryTree.delete(directory.resolve(instanceId));
        }
    }

    @Override
    public void freeze(MachineSpec spec) throws IOException {
        throw new IOException("plain processes are not frozen; that needs namespaces");
    }

    @Override
    public void thaw(MachineSpec spec) throws IOException {
        throw new IOException("plain processes are not frozen; that needs namespaces");
    }

    @Override
    public void setNetworkUp(String instanceId, boolean up) throws IOException {
        throw new IOException(
                "plain processes share the network of the host and cannot be disconnected");
    }

    private static void end(Process process) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            ConsoleLog.failure("ending a machine", e);
        }
    }

    @Override
    public String console(String instanceId) {
        return consoles.text(instanceId);
    }

    @Override
    public String mode() {
        return "process";
    }

    @Override
    public void close() {
        starts.lock();
        try {
            closed = true;
        } finally {
            starts.unlock();
        }
        running.values().forEach(ProcessMachines::end);
        running.values().forEach(process -> process.onExit().join());
        DirectoryTree.delete(directory);
    }
}
