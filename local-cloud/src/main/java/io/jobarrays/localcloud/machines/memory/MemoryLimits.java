package io.jobarrays.localcloud.machines.memory;

import com.sun.management.OperatingSystemMXBean;
import io.jobarrays.localcloud.base.ConsoleLog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Cgroups of the instances of this local cloud, each with the memory of its type, so that the
 * kernel kills processes of an instance whose work takes more. Without a writable controller, as
 * for an ordinary user, instances have no limit.
 */
public final class MemoryLimits implements AutoCloseable {
    private static final String GROUP_PREFIX = "spawn-local-cloud-";
    private static final AtomicInteger GROUPS = new AtomicInteger();
    private static final Duration DISK_CHECK_INTERVAL = Duration.ofMillis(100);
    private static final long HOST_BYTES =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();

    private final Optional<Group> group;
    private final Map<String, InstanceMemory> instances = new ConcurrentHashMap<>();
    private final Thread checks =
            Thread.ofPlatform().name("memory-limits").daemon().unstarted(this::adaptUntilClosed);

    /** Cgroup of this local cloud, with the name of the file of a limit. */
    private record Group(Path directory, String limitFile) {}

    private MemoryLimits(Optional<Group> group) {
        this.group = group;
        if (group.isPresent()) {
            checks.start();
        }
    }

    private void adaptUntilClosed() {
        try {
            while (!Thread.interrupted()) {
                instances.values().forEach(InstanceMemory::adapt);
                // The kernel has no event for the growth of a tmpfs.
                Thread.sleep(DISK_CHECK_INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Also removes the cgroups of local clouds that were killed. */
    public static MemoryLimits open() {
        try {
            Optional<MemoryController> controller =
                    MemoryController.find(
                            Path.of("/sys/fs/cgroup"),
                            Files.readAllLines(Path.of("/proc/self/cgroup")));
            if (controller.isPresent()) {
                return new MemoryLimits(Optional.of(createGroup(controller.get())));
            }
        } catch (IOException e) {
            ConsoleLog.line("instances have no memory limits: " + e.getMessage());
        }
        return new MemoryLimits(Optional.empty());
    }

    private static Group createGroup(MemoryController controller) throws IOException {
        CgroupTree.removeEnded(controller.parent(), GROUP_PREFIX);
        String name =
                "%s%d-%d"
                        .formatted(
                                GROUP_PREFIX,
                                ProcessHandle.current().pid(),
                                GROUPS.incrementAndGet());
        return new Group(controller.createGroup(name), controller.limit());
    }

    /**
     * The cgroup of an instance until {@link #remove}, with its limit; empty without limits.
     *
     * @param bytes memory of its type; the limit is that of this machine where it has less
     * @param disk directory of its disk, a tmpfs, whose files are no memory of the type
     * @param meminfo file to write the instance's {@code /proc/meminfo} to
     */
    public Optional<Path> limit(String instanceId, long bytes, Path disk, Path meminfo)
            throws IOException {
        if (group.isEmpty()) {
            return Optional.empty();
        }
        Path cgroup = group.get().directory().resolve(instanceId);
        if (!Files.exists(cgroup)) {
            Files.createDirectory(cgroup);
        }
        long size = Math.min(bytes, HOST_BYTES);
        InstanceMemory memory =
                new InstanceMemory(cgroup, group.get().limitFile(), size, disk, meminfo);
        memory.begin();
        instances.put(instanceId, memory);
        return Optional.of(cgroup);
    }

    /** Command that runs the given one in the cgroup. */
    public static List<String> in(Path cgroup, List<String> command) {
        List<String> shell = List.of("sh", "-c", "echo $$ >\"$0\" && exec \"$@\"");
        Stream<String> place = Stream.of(cgroup.resolve("cgroup.procs").toString());
        return Stream.of(shell.stream(), place, command.stream()).flatMap(it -> it).toList();
    }

    /** Removes the cgroup of an instance whose processes have ended. */
    public void remove(String instanceId) {
        InstanceMemory memory = instances.remove(instanceId);
        if (memory != null) {
            memory.end();
        }
    }

    @Override
    public void close() {
        checks.interrupt();
        group.ifPresent(it -> CgroupTree.remove(it.directory()));
    }
}
