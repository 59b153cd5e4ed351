package io.jobarrays.agent.work;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.log.LogSpool;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.contract.AgentMessage.Ended;
import io.jobarrays.contract.AgentMessage.Work;
import io.jobarrays.contract.ExitReason;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * One work on the disk. Each fact about it is a file of its own, there before what it announces
 * begins, so that an agent that comes back goes on where the last one was.
 *
 * @param directory the facts, the log, what is to be sent
 * @param files the working directory of user data and command
 */
public record WorkRecord(Path directory, Path workingDirectory, Work work) {
    private static final String CURRENT_FILE = "current";
    private static final String WORK_FILE = "work.json";
    private static final String PREPARED_FILE = "prepared";
    private static final String RELEASED_FILE = "go";
    private static final String ENDED_FILE = "ended.json";
    private static final String DELIVERED_FILE = "delivered";
    private static final String STOP_FILE = "stop";

    /** Makes {@code work} the current one. */
    static WorkRecord accept(RootDirectory root, MessageCodec wire, Work work) throws IOException {
        String name = URLEncoder.encode(work.id(), StandardCharsets.UTF_8);
        Path directory = root.stateFile("runs").resolve("run-" + name);
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        AtomicFile.write(directory.resolve(WORK_FILE), wire.write(work), AtomicFile.PRIVATE);
        AtomicFile.write(root.stateFile(CURRENT_FILE), "run-" + name + "\n", AtomicFile.PRIVATE);
        return new WorkRecord(directory, workingDirectory(root, work), work);
    }

    /** The work the last agent on this machine had, if any. */
    public static Optional<WorkRecord> current(RootDirectory root, MessageCodec wire)
            throws IOException {
        if (!Files.exists(root.stateFile(CURRENT_FILE))) {
            return Optional.empty();
        }
        String name = Files.readString(root.stateFile(CURRENT_FILE)).strip();
        Path directory = root.stateFile("runs").resolve(name);
        Work work = (Work) wire.read(Files.readString(directory.resolve(WORK_FILE)));
        return Optional.of(new WorkRecord(directory, workingDirectory(root, work), work));
    }

    private static Path workingDirectory(RootDirectory root, Work work) {
        return root.stateFile("work").resolve("" + work.attempt());
    }

    public String id() {
        return work.id();
    }

    /** Without any, only the files are laid out, and there is no end to report. */
    boolean hasParts() {
        return work.userData() != null || work.command() != null;
    }

    public LogSpool log() {
        return new LogSpool(directory.resolve("log"));
    }

    boolean prepared() {
        return has(PREPARED_FILE);
    }

    void markPrepared() throws IOException {
        mark(PREPARED_FILE, "");
    }

    boolean released() {
        return !work.held() || has(RELEASED_FILE);
    }

    void markReleased() throws IOException {
        mark(RELEASED_FILE, "");
    }

    /** The boot of the machine in which the part began. */
    Optional<String> bootOfBegin(WorkPart part) throws IOException {
        return text(part.label + ".begun");
    }

    void markBegun(WorkPart part, String boot) throws IOException {
        mark(part.label + ".begun", boot);
    }

    /** The supervisor's process id. */
    public Optional<Long> supervisorPid(WorkPart part) throws IOException {
        return text(part.label + ".pid").map(Long::parseLong);
    }

    /** Where the supervisor keeps what its program has started, if it could. */
    Optional<Path> cgroup(WorkPart part) throws IOException {
        return text(part.label + ".cgroup").map(Path::of);
    }

    /** What the supervisor wrote down at the part's end: {@code exit 3} or {@code signal 9}. */
    Optional<ExitReason> exit(WorkPart part) throws IOException {
        return text(part.label + ".exit").map(WorkRecord::reason);
    }

    /** The grace in seconds, once the work is to be stopped. */
    Optional<Integer> stopGrace() throws IOException {
        return text(STOP_FILE).map(Integer::parseInt);
    }

    /** The first word counts: a stop that is repeated must not begin the grace anew. */
    void markStop(int graceSeconds) throws IOException {
        if (!has(STOP_FILE)) {
            mark(STOP_FILE, "" + graceSeconds);
        }
    }

    /**
     * What the part's supervisor reads when it is told to stop; there too the first word counts.
     */
    void markStop(WorkPart part, int graceSeconds) throws IOException {
        if (!has(part.label + ".stop")) {
            mark(part.label + ".stop", "" + graceSeconds);
        }
    }

    public Optional<Ended> ended(MessageCodec wire) throws IOException {
        return text(ENDED_FILE).map(json -> (Ended) wire.read(json));
    }

    public boolean hasEnded() {
        return has(ENDED_FILE);
    }

    void markEnded(MessageCodec wire, Ended ended) throws IOException {
        mark(ENDED_FILE, wire.write(ended));
    }

    boolean delivered() {
        return has(DELIVERED_FILE);
    }

    void markDelivered() throws IOException {
        mark(DELIVERED_FILE, "");
    }

    private static ExitReason reason(String text) {
        String[] words = text.split(" ", 2);
        int number = Integer.parseInt(words[1]);
        return words[0].equals("signal")
                ? new ExitReason.Signal(number)
                : new ExitReason.Exit(number);
    }

    private boolean has(String fact) {
        return Files.exists(directory.resolve(fact));
    }

    private void mark(String fact, String text) throws IOException {
        AtomicFile.write(directory.resolve(fact), text, AtomicFile.PRIVATE);
    }

    private Optional<String> text(String fact) throws IOException {
        Path file = directory.resolve(fact);
        return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }
}
