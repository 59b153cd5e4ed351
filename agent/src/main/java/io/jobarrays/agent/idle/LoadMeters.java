package io.jobarrays.agent.idle;

import io.jobarrays.agent.host.Hardware;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the load counters of this machine from {@code /proc} and {@code /dev}.
 *
 * <p>On a virtual machine, processor time and disk traffic are the kernel's totals. In a child pid
 * namespace, as in the local cloud, those belong to the host, so the processes are summed instead.
 */
public final class LoadMeters implements LoadReader {
    private static final Pattern DISK_NAME =
            Pattern.compile("(nvme\\d+n\\d+(p\\d+)?|(xvd|sd|vd|hd)[a-z]+\\d*|mmcblk\\d+(p\\d+)?)");
    private static final Pattern PARTITION_SUFFIX = Pattern.compile("p?\\d+");
    private static final int SECTOR_BYTES = 512;

    private final Path system;
    private final Supplier<Duration> uptime;
    private final LongSupplier agentTraffic;
    private final LongSupplier sessionInput;
    private final GpuMeter gpu;
    private long latestInput;

    /**
     * @param system directory with {@code proc} and {@code dev}
     * @param agentTraffic bytes of the agent's connection, which do not count as activity
     * @param sessionInput total bytes typed in terminal sessions
     */
    public LoadMeters(
            Path system,
            Supplier<Duration> uptime,
            LongSupplier agentTraffic,
            LongSupplier sessionInput,
            GpuMeter gpu) {
        this.system = system;
        this.uptime = uptime;
        this.agentTraffic = agentTraffic;
        this.sessionInput = sessionInput;
        this.gpu = gpu;
    }

    @Override
    public LoadCounters read() throws IOException, InterruptedException {
        long network = networkBytes() - agentTraffic.getAsLong();
        long input = lastInput() + sessionInput.getAsLong();
        int busyGpu = gpu.utilizationPercent();
        if (new Hardware(system).isVirtualMachine()) {
            return new LoadCounters(
                    uptime.get(),
                    systemCpuSeconds(),
                    Map.of(),
                    network,
                    diskBytes(),
                    busyGpu,
                    input);
        }
        ProcessTable table = ProcessTable.read(procFile(""), ProcessHandle.current().pid());
        return new LoadCounters(
                uptime.get(),
                table.cpu(),
                table.processes(),
                network,
                table.bytes(),
                busyGpu,
                input);
    }

    /** All but idle, iowait and steal time, without the agent's share. */
    private double systemCpuSeconds() throws IOException {
        try (Stream<String> lines = Files.lines(procFile("stat"))) {
            String[] fields = lines.findFirst().orElse("").split(" +", -1);
            double used = 0;
            for (int field : new int[] {1, 2, 3, 6, 7}) {
                used += Long.parseLong(fields[field]) / 100.0;
            }
            return used - agentCpuSeconds();
        }
    }

    private double agentCpuSeconds() throws IOException {
        String stat = Files.readString(procFile("self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    private long networkBytes() throws IOException {
        long sum = 0;
        for (String line : Files.readAllLines(procFile("net/dev"))) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.substring(0, colon).strip().equals("lo")) {
                String[] fields = line.substring(colon + 1).strip().split(" +", -1);
                sum += Long.parseLong(fields[0]) + Long.parseLong(fields[8]);
            }
        }
        return sum;
    }

    /** Skips partitions of listed disks, and devices on top of disks such as LVM. */
    private long diskBytes() throws IOException {
        List<String[]> disks = new ArrayList<>();
        for (String line : Files.readAllLines(procFile("diskstats"))) {
            String[] fields = line.strip().split(" +", -1);
            if (fields.length > 9 && DISK_NAME.matcher(fields[2]).matches()) {
                disks.add(fields);
            }
        }
        return disks.stream()
                .filter(disk -> disks.stream().noneMatch(other -> isPartitionOf(disk[2], other[2])))
                .mapToLong(disk -> Long.parseLong(disk[5]) + Long.parseLong(disk[9]))
                .map(sectors -> sectors * SECTOR_BYTES)
                .sum();
    }

    private static boolean isPartitionOf(String name, String disk) {
        return name.startsWith(disk)
                && PARTITION_SUFFIX.matcher(name.substring(disk.length())).matches();
    }

    /**
     * Latest access time of the terminals: reading input updates it, an unattended shell or a
     * detached tmux does not.
     */
    private long lastInput() {
        try (DirectoryStream<Path> terminals =
                Files.newDirectoryStream(system.resolve("dev/pts"), "[0-9]*")) {
            for (Path terminal : terminals) {
                BasicFileAttributes attributes =
                        Files.readAttributes(terminal, BasicFileAttributes.class);
                latestInput = Math.max(latestInput, attributes.lastAccessTime().toMillis());
            }
        } catch (IOException e) {
            // No terminals, or one was closed meanwhile.
        }
        return latestInput;
    }

    private Path procFile(String name) {
        return system.resolve("proc").resolve(name);
    }
}
