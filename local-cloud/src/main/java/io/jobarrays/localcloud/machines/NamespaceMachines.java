package io.jobarrays.localcloud.machines;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.base.GuestServices;
import io.jobarrays.localcloud.base.MachineSpec;
import io.jobarrays.localcloud.base.Machines;
import io.jobarrays.localcloud.machines.host.DirectoryFingerprint;
import io.jobarrays.localcloud.machines.host.FaketimeLibrary;
import io.jobarrays.localcloud.machines.host.HostView;
import io.jobarrays.localcloud.machines.memory.MemoryLimits;
import io.jobarrays.localcloud.machines.process.ConsoleBuffers;
import io.jobarrays.localcloud.machines.process.InstanceProcess;
import io.jobarrays.localcloud.machines.relay.ControlPlaneAddress;
import io.jobarrays.localcloud.machines.relay.ServiceRelay;
import io.jobarrays.localcloud.machines.vpc.EtcLayers;
import io.jobarrays.localcloud.machines.vpc.ExposedDirectories;
import io.jobarrays.localcloud.machines.vpc.NetworkLink;
import io.jobarrays.localcloud.machines.vpc.RootOnlyFiles;
import io.jobarrays.localcloud.machines.vpc.VpcNamespaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Machines in which each instance has its own namespaces below the {@link VpcNamespaces}. */
final class NamespaceMachines implements Machines {
    private final Map<String, InstanceProcess> running = new ConcurrentHashMap<>();
    private final Map<String, NetworkLink> links = new ConcurrentHashMap<>();
    private final ConsoleBuffers consoles = new ConsoleBuffers();
    private final Set<String> disks = ConcurrentHashMap.newKeySet();
    private final Set<String> terminating = ConcurrentHashMap.newKeySet();
    private final AtomicInteger runNumbers = new AtomicInteger();
    private final ServiceRelay serviceRelay;
    private final VpcNamespaces vpc;
    private final EtcLayers etc;
    private final ExposedDirectories exposed;
    private final RootOnlyFiles rootOnlyFiles;
    private final MemoryLimits memoryLimits = MemoryLimits.open();

    private NamespaceMachines(
            ServiceRelay serviceRelay,
            VpcNamespaces vpc,
            EtcLayers etc,
            ExposedDirectories exposed) {
        this.serviceRelay = serviceRelay;
        this.vpc = vpc;
        this.etc = etc;
        this.exposed = exposed;
        this.rootOnlyFiles = new RootOnlyFiles(vpc);
    }

    static NamespaceMachines open(
            HostView host, GuestServices guest, ControlPlaneAddress controlPlane)
            throws IOException {
        ServiceRelay serviceRelay = new ServiceRelay(guest, controlPlane);
        try {
            // Before the first copy, so that no change is missed.
            long fingerprint = DirectoryFingerprint.of(host.etc());
            VpcNamespaces vpc = VpcNamespaces.open(host, serviceRelay.socket());
            return new NamespaceMachines(
                    serviceRelay,
                    vpc,
                    new EtcLayers(vpc, host.etc(), fingerprint),
                    new ExposedDirectories(vpc, host.exposed()));
        } catch (IOException e) {
            serviceRelay.close();
            throw e;
        }
    }

    @Override
    public void start(MachineSpec spec, Runnable booted, Runnable ended) throws IOException {
        String id = spec.instanceId();
        if (running.containsKey(id)) {
            throw new IOException(id + " runs already");
        }
        exposed.mountNew();
        rootOnlyFiles.hideNew();
        int number = runNumbers.incrementAndGet();
        Process process = builder(spec, number).start();
        InstanceProcess machine = new InstanceProcess(process, consoles.of(id));
        running.put(id, machine);
        links.put(id, new NetworkLink(vpc, number, spec));
        disks.add(id);
        serviceRelay.register(spec.privateIp(), id);
        Thread.ofPlatform()
                .name(id)
                .daemon()
                .start(
                        () -> {
                            machine.follow(booted);
                            removeEnded(spec);
                            ended.run();
                        });
        machine.writeUserData(spec.userData());
    }

    private ProcessBuilder builder(MachineSpec spec, int number) throws IOException {
        String id = spec.instanceId();
        Optional<Path> cgroup =
                memoryLimits.limit(
                        id, spec.memoryBytes(), vpc.fromHost(disk(id)), vpc.fromHost(meminfo(id)));
        ProcessBuilder builder =
                vpc.command(
                        List.of(
                                "sh",
                                vpc.directory().resolve("disk.sh").toString(),
                                vpc.directory().toString(),
                                id,
                                spec.hostname(),
                                spec.privateIp(),
                                spec.publicIp(),
                                Integer.toString(number),
                                Long.toString(vpc.pid()),
                                Long.toString(spec.clockOffset().toSeconds()),
                                cgroup.map(Path::toString).orElse(""),
                                Integer.toString(etc.layerOf(id))));
        cgroup.ifPresent(it -> builder.command(MemoryLimits.in(it, builder.command())));
        return builder;
    }

    private void removeEnded(MachineSpec spec) {
        serviceRelay.unregister(spec.privateIp());
        running.remove(spec.instanceId());
        links.remove(spec.instanceId());
        if (terminating.remove(spec.instanceId())) {
            dropDisk(spec.instanceId());
        }
    }

    @Override
    public void stop(String instanceId) {
        InstanceProcess machine = running.get(instanceId);
        if (machine != null) {
            machine.kill();
        }
    }

    @Override
    public void terminate(String instanceId) {
        terminating.add(instanceId);
        InstanceProcess machine = running.get(instanceId);
        if (machine != null) {
            machine.kill();
        } else if (terminating.remove(instanceId)) {
            Thread.ofVirtual().start(() -> dropDisk(instanceId));
        }
    }

    @Override
    public void freeze(MachineSpec spec) throws IOException {
        requireRunning(spec.instanceId()).freeze();
        serviceRelay.unregister(spec.privateIp());
        requireLink(spec.instanceId()).disconnectAfterClose();
    }

    @Override
    public void thaw(MachineSpec spec) throws IOException {
        InstanceProcess machine = requireRunning(spec.instanceId());
        serviceRelay.register(spec.privateIp(), spec.instanceId());
        requireLink(spec.instanceId()).connect(machine.requireInit(), spec.publicIp());
        machine.thaw();
    }

    @Override
    public void setNetworkUp(String instanceId, boolean up) throws IOException {
        if (up) {
            requireLink(instanceId).connect();
        } else {
            requireLink(instanceId).disconnect();
        }
    }

    @Override
    public void setEtcWritable(String instanceId, boolean writable) throws IOException {
        long init = requireRunning(instanceId).requireInit().pid();
        vpc.runScript(
                "/etc of " + instanceId,
                "mount-fault.sh",
                writable ? "etc-writable" : "etc-read-only",
                Long.toString(init));
    }

    @Override
    public void setDiskFull(String instanceId, boolean full) throws IOException {
        if (!disks.contains(instanceId)) {
            throw new IOException(instanceId + " has no disk");
        }
        vpc.runScript(
                "disk of " + instanceId,
                "mount-fault.sh",
                full ? "disk-full" : "disk-free",
                disk(instanceId).toString());
    }

    @Override
    public void requireClockOffset() throws IOException {
        FaketimeLibrary.require();
    }

    private InstanceProcess requireRunning(String instanceId) throws IOException {
        InstanceProcess machine = running.get(instanceId);
        if (machine == null) {
            throw new IOException(instanceId + " does not run");
        }
        return machine;
    }

    private NetworkLink requireLink(String instanceId) throws IOException {
        NetworkLink link = links.get(instanceId);
        if (link == null) {
            throw new IOException(instanceId + " does not run");
        }
        return link;
    }

    private void dropDisk(String instanceId) {
        memoryLimits.remove(instanceId);
        etc.release(instanceId);
        if (!disks.remove(instanceId) || !vpc.isOpen()) {
            return;
        }
        String disk = disk(instanceId).toString();
        try {
            vpc.command(List.of("sh", "-c", "umount -l \"$0\" && rmdir \"$0\"", disk))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            ConsoleLog.failure("disk of " + instanceId, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path disk(String instanceId) {
        return vpc.directory().resolve("disks").resolve(instanceId);
    }

    private Path meminfo(String instanceId) {
        return vpc.directory().resolve("memory").resolve(instanceId);
    }

    @Override
    public String console(String instanceId) {
        return consoles.text(instanceId);
    }

    @Override
    public String mode() {
        return "namespaces";
    }

    @Override
    public void close() {
        vpc.close();
        serviceRelay.close();
        running.values().forEach(InstanceProcess::awaitEnd);
        memoryLimits.close();
    }
}
