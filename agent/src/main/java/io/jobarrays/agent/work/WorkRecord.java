package io.jobarrays.agent.work;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.log.LogSpool;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.Work;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;

/**
 * Record of one work on disk. Each fact is one file, written before the step it announces, so that
 * a later agent continues where the last one stopped.
 *
 * @param directory facts, log and the archive of the outputs
 * @param workingDirectory working directory of user data and command
 */
public record WorkRecord(Path directory, Path workingDirectory, Work work) {
    /** Of the names of the directories of works. */
    static final String RUN_PREFIX = "run-";

    private static final String CURRENT_FILE = "current";
    private static final String WORK_FILE = "work.json";
    private static final String PREPARED_FILE = "prepared";
    private static final String RELEASED_FILE = "go";
    private static final String UNREADABLE_FILE = "unreadable";
    private static final String MISSING_FILE = "missing";
    private static final String UNKEPT_FILE = "unkept";
    private static final String ENDED_FILE = "ended.json";
    private static final String DELIVERED_FILE = "delivered";
    private static final String STOP_FILE = "stop";

    /** Behind the exit of a part that a stop reached before its end. */
    private static final String STOPPED_MARK = " stopped";

    private static final String MEMORY_MARK = " memory";

    /** Behind the exit of a part that reached its time limit before its end. */
    private static final String TIMEOUT_MARK = " timeout";

    /** Stores {@code work} as the current one. */
    static WorkRecord accept(RootDirectory root, MessageCodec codec, Work work) throws IOException {
        String name = URLEncoder.encode(work.id(), StandardCharsets.UTF_8);
        Path directory = root.stateFile("runs").resolve(RUN_PREFIX + name);
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        WorkDirectories.choose(root, directory, work, current(root, codec));
        AtomicFile.write(directory.resolve(WORK_FILE), codec.write(work), AtomicFile.PRIVATE);
        AtomicFile.write(
                root.stateFile(CURRENT_FILE), RUN_PREFIX + name + "\n", AtomicFile.PRIVATE);
        return new WorkRecord(directory, WorkDirectories.of(root, directory), work);
    }

    /** Reads the work of the last agent on this machine. */
    public static Optional<WorkRecord> current(RootDirectory root, MessageCodec codec)
            throws IOException {
        if (!Files.exists(root.stateFile(CURRENT_FILE))) {
            return Optional.empty();
        }
        String name = Files.readString(root.stateFile(CURRENT_FILE)).strip();
        Path directory = root.stateFile("runs").resolve(name);
        Work work = (Work) codec.read(Files.readString(directory.resolve(WORK_FILE)));
        return Optional.of(new WorkRecord(directory, WorkDirectories.of(root, directory), work));
    }

    public String id() {
        return work.id();
    }

    /** Working directory of the last earlier work that ran on this machine. */
    Optional<Path> previousDirectory() throws IOException {
        if (KeptDirectory.isUsed(work) && KeptDirectory.isOfEarlierAttempt(this)) {
            return Optional.of(workingDirectory);
        }
        return WorkDirectories.previous(directory).filter(it -> !it.equals(workingDirectory));
    }

    /** Directory of the checkpoint, which all attempts of the member on this machine share. */
    Path checkpointDirectory() {
        return workingDirectory.resolveSibling(checkpointName(KeptDirectory.member(work.id())));
    }

    static String checkpointName(String member) {
        return "checkpoint-" + member.replaceAll("[^A-Za-z0-9._-]", "-");
    }

    /** A work without parts only prepares its files and reports no end. */
    boolean hasParts() {
        return work.userData() != null || work.command() != null;
    }

    /** List of the files that were laid into the working directory. */
    Path laidOutFiles() {
        return KeptDirectory.isUsed(work)
                ? KeptDirectory.laidOutFiles(this)
                : directory.resolve("laid-out");
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

    /** Id of the boot in which the part began. */
    public Optional<String> bootOfBegin(WorkPart part) throws IOException {
        return text(part.label + ".begun");
    }

    public void markBegun(WorkPart part, String boot) throws IOException {
        mark(part.label + ".begun", boot);
    }

    /** The supervisor's process id. */
    public Optional<Long> supervisorPid(WorkPart part) throws IOException {
        return text(part.label + ".pid").map(Long::parseLong);
    }

    /** Cgroup of the part's processes, if the supervisor could create one. */
    Optional<Path> cgroup(WorkPart part) throws IOException {
        return text(part.label + ".cgroup").map(Path::of);
    }

    /** Exit of the part as the supervisor recorded it: {@code exit 3} or {@code signal 9}. */
    public Optional<ExitReason> exit(WorkPart part) throws IOException {
        return text(part.label + ".exit").map(WorkRecord::reason);
    }

    /** Whether a stop reached the part before its end: {@code exit 0 stopped}. */
    boolean wasStopped(WorkPart part) throws IOException {
        return text(part.label + ".exit").filter(text -> text.endsWith(STOPPED_MARK)).isPresent();
    }

    /** Whether the part failed, and the kernel had killed a process of it for lack of memory. */
    boolean ranOutOfMemory(WorkPart part) throws IOException {
        return text(part.label + ".exit").filter(text -> text.endsWith(MEMORY_MARK)).isPresent();
    }

    /** Whether the part reached its time limit before its end. */
    boolean timedOut(WorkPart part) throws IOException {
        return text(part.label + ".exit").filter(text -> text.endsWith(TIMEOUT_MARK)).isPresent();
    }

    /** Records that the limit came before the exit, as a supervisor does. */
    public void markTimedOut(WorkPart part, ExitReason exit) throws IOException {
        mark(part.label + ".exit", text(exit) + TIMEOUT_MARK);
    }

    /** Records the limit for the part's supervisor. */
    void markLimit(WorkPart part, String limit) throws IOException {
        mark(part.label + ".limit", limit);
    }

    /** Records the exit as a supervisor does. */
    public void markExit(WorkPart part, ExitReason exit, boolean stopped) throws IOException {
        mark(part.label + ".exit", stopped ? text(exit) + STOPPED_MARK : text(exit));
    }

    private static String text(ExitReason exit) {
        return exit.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Grace in seconds; empty while no stop was requested. */
    public Optional<Integer> stopGrace() throws IOException {
        return text(STOP_FILE).map(Integer::parseInt);
    }

    /** Records a stop; a repeated stop does not restart the grace. */
    void markStop(int graceSeconds) throws IOException {
        if (!has(STOP_FILE)) {
            mark(STOP_FILE, "" + graceSeconds);
        }
    }

    /** Records the grace for the part's supervisor; a repeated stop does not change it. */
    void markStop(WorkPart part, int graceSeconds) throws IOException {
        if (!has(part.label + ".stop")) {
            mark(part.label + ".stop", "" + graceSeconds);
        }
    }

    /** Why outputs are on this machine only; empty when none are. */
    Optional<String> unkept() throws IOException {
        return text(UNKEPT_FILE);
    }

    void markUnkept(String reason) throws IOException {
        mark(UNKEPT_FILE, reason);
    }

    /** What exists and could not be read when the outputs were packed. */
    Optional<String> unreadableOutputs() throws IOException {
        return text(UNREADABLE_FILE);
    }

    void markUnreadableOutputs(String sentence) throws IOException {
        mark(UNREADABLE_FILE, sentence);
    }

    /** Which outputs the work had to make and did not. */
    Optional<String> missingOutputs() throws IOException {
        return text(MISSING_FILE);
    }

    void markMissingOutputs(String sentence) throws IOException {
        mark(MISSING_FILE, sentence);
    }

    void markKept() throws IOException {
        Files.deleteIfExists(directory.resolve(UNKEPT_FILE));
    }

    public Optional<Ended> ended(MessageCodec codec) throws IOException {
        return text(ENDED_FILE).map(json -> (Ended) codec.read(json));
    }

    public boolean hasEnded() {
        return has(ENDED_FILE);
    }

    void markEnded(MessageCodec codec, Ended ended) throws IOException {
        mark(ENDED_FILE, codec.write(ended));
    }

    boolean delivered() {
        return has(DELIVERED_FILE);
    }

    void markDelivered() throws IOException {
        mark(DELIVERED_FILE, "");
    }

    private static ExitReason reason(String text) {
        String[] fields = text.split(" ", 3);
        int number = Integer.parseInt(fields[1]);
        return fields[0].equals("signal")
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
