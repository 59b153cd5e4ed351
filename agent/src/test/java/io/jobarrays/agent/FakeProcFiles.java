package io.jobarrays.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Fake {@code /proc} and {@code /dev} files with settable counters. */
public final class FakeProcFiles {
    private final Path directory;
    private final Map<String, String> network = new TreeMap<>();

    public FakeProcFiles(Path directory) {
        this.directory = directory;
    }

    /** Creates the files of an idle virtual machine. */
    public static FakeProcFiles create(Path directory) throws IOException {
        FakeProcFiles system = new FakeProcFiles(directory);
        Files.createDirectories(directory.resolve("proc/self/ns"));
        Files.createDirectories(directory.resolve("proc/net"));
        Files.createDirectories(directory.resolve("dev/pts"));
        system.pidNamespace("4026531836");
        system.write("proc/self/stat", "1 (java) S" + " 0".repeat(49) + "\n");
        system.cpu(0);
        system.network("lo", 0);
        system.disk("nvme0n1", 0);
        return system;
    }

    public void uptime(Duration up) throws IOException {
        write("proc/uptime", "%.2f 0.00\n".formatted(up.toMillis() / 1000.0));
    }

    public void pidNamespace(String number) throws IOException {
        Path link = directory.resolve("proc/self/ns/pid");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of("pid:[" + number + "]"));
    }

    public void cpu(long ticks) throws IOException {
        write("proc/stat", "cpu  %d 0 0 999999 5000 0 0 70 0 0\ncpu0 1 2\n".formatted(ticks));
    }

    public void network(String device, long received) throws IOException {
        network.put(device, "%6s: %d 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n".formatted(device, received));
        write(
                "proc/net/dev",
                "Inter-| Receive\n face |bytes\n" + String.join("", network.values()));
    }

    public void disk(String device, long sectors) throws IOException {
        write(
                "proc/diskstats",
                " 259 0 %s 1 0 %d 0 1 0 0 0 0 0 0 0 0 0\n 7 0 loop0 1 0 99999999 0 1 0 99999999 0 0 0 0\n"
                        .formatted(device, sectors));
    }

    /**
     * Sets a process' processor time and that of its reaped children, in ticks, and its I/O bytes.
     */
    public void process(int pid, long own, long children, long bytes) throws IOException {
        Files.createDirectories(directory.resolve("proc/" + pid));
        write(
                "proc/" + pid + "/stat",
                "%d (a (b) c) S 1 1 1 0 -1 0 0 0 0 0 %d 0 %d 0 20 0 1 0 77 0\n"
                        .formatted(pid, own, children));
        write("proc/" + pid + "/io", "rchar: %d\nwchar: 0\nread_bytes: 1\n".formatted(bytes));
    }

    public void removeProcess(int pid) throws IOException {
        Files.delete(directory.resolve("proc/" + pid + "/stat"));
        Files.delete(directory.resolve("proc/" + pid + "/io"));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
    }
}
