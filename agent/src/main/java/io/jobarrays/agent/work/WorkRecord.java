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
public record WorkRecord(Path directory, Path files, Work work) {
    private static final String CURRENT = "current";
    private static final String WORK = "work.json";
    private static final String PREPARED = "prepared";
    private static final String GO = "go";
    private static final String ENDED = "ended.json";
    private static final String DELIVERED = "delivered";
    private static final String STOP = "stop";

    /** Makes {@code work} the current one. */
    static WorkRecord accept(RootDirectory root, MessageCodec wire, Work work) throws IOException {
        String name = URLEncoder.encode(work.id(), StandardCharsets.UTF_8);
        Path directory = root.state("runs").resolve("run-" + name);
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        AtomicFile.write(directory.resolve(WORK), wire.write(work), AtomicFile.PRIVATE);
        AtomicFile.write(root.state(CURRENT), "run-" + name + "\n", AtomicFile.PRIVATE);
        return new WorkRecord(directory, files(root, work), work);
    }

    /** The work the last agent on this machine had, if any. */
    public static Optional<WorkRecord> current(RootDirectory root, MessageCodec wire)
            throws IOException {
        if (!Files.exists(root.state(CURRENT))) {
            return Optional.empty();
        }
        String name = Files.readString(root.state(CURRENT)).strip();
        Path directory = root.state("runs").resolve(name);
        Work work = (Work) wire.read(Files.readString(directory.resolve(WORK)));
        return Optional.of(new WorkRecord(directory, files(root, work), work));
    }

    private static Path files(RootDirectory root, Work work) {
        return root.state("work").resolve("" + work.attempt());
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
        return has(PREPARED);
    }

    void markPrepared() throws IOException {
        mark(PREPARED, "");
    }

    boolean released() {
        return !work.held() || has(GO);
    }

    void markReleased() throws IOException {
        mark(GO, "");
    }

    /** The boot of the machine in which the part began. */
    Optional<String> begun(WorkPart part) throws IOException {
        return text(part.word + ".begun");
    }

    void markBegun(WorkPart part, String boot) throws IOException {
        mark(part.word + ".begun", boot);
    }

    /** The supervisor's process id. */
    public Optional<Long> supervisor(WorkPart part) throws IOException {
        return text(part.word + ".pid").map(Long::parseLong);
    }

    /** Where the supervisor keeps what its program has started, if it could. */
    Optional<Path> cgroup(WorkPart part) throws IOException {
        return text(part.word + ".cgroup").map(Path::of);
    }

    /** What the supervisor wrote down at the part's end: {@code exit 3} or {@code signal 9}. */
    Optional<ExitReason> exit(WorkPart part) throws IOException {
        return text(part.word + ".exit").map(WorkRecord::reason);
    }

    /** The grace in seconds, once the work is to be stopped. */
    Optional<Integer> stop() throws IOException {
        return text(STOP).map(Integer::parseInt);
    }

    /** The first word counts: a stop that is repeated must not begin the grace anew. */
    void markStop(int graceSeconds) throws IOException {
        if (!has(STOP)) {
            mark(STOP, "" + graceSeconds);
        }
    }

    /**
     * What the part's supervisor reads when it is told to stop; there too the first word counts.
     */
    void markStop(WorkPart part, int graceSeconds) throws IOException {
        if (!has(part.word + ".stop")) {
            mark(part.word + ".stop", "" + graceSeconds);
        }
    }

    public Optional<Ended> ended(MessageCodec wire) throws IOException {
        return text(ENDED).map(json -> (Ended) wire.read(json));
    }

    public boolean hasEnded() {
        return has(ENDED);
    }

    void markEnded(MessageCodec wire, Ended ended) throws IOException {
        mark(ENDED, wire.write(ended));
    }

    boolean delivered() {
        return has(DELIVERED);
    }

    void markDelivered() throws IOException {
        mark(DELIVERED, "");
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
