package io.jobarrays.agent.work;

import io.jobarrays.agent.aws.S3Client;
import io.jobarrays.agent.aws.SecretResolver;
import io.jobarrays.agent.files.FileRights;
import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs one work: prepares the working directory, runs its parts in order, collects the outputs. */
public final class WorkExecution {
    private static final Logger LOG = Logger.getLogger(WorkExecution.class);

    /** Variable with the working directory of an earlier attempt; unset when there is none. */
    private static final String PREVIOUS_DIRECTORY = "SPAWN_PREVIOUS_DIR";

    private final WorkRecord record;
    private final Dependencies dependencies;
    private final UnkeptOutputs unkeptOutputs;
    private final WorkOutputs outputs;
    private final Consumer<String> notes;
    private final @Nullable CheckpointUploads checkpoints;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Map<String, String> resolvedVariables;

    /**
     * @param outputsListener called when the outputs begin to be uploaded, are kept, or cannot be
     * @param notes takes sentences for the user
     */
    public WorkExecution(
            WorkRecord record,
            Dependencies dependencies,
            Runnable outputsListener,
            Consumer<String> notes) {
        this.record = record;
        this.dependencies = dependencies;
        this.unkeptOutputs = new UnkeptOutputs(record, outputsListener);
        this.outputs =
                new WorkOutputs(
                        record,
                        dependencies.serverFiles(),
                        new OutputTargets(dependencies.root(), dependencies.s3()),
                        this::rightsOfWork,
                        unkeptOutputs);
        this.notes = notes;
        this.checkpoints =
                CheckpointUploads.of(record, this::rightsOfWork, dependencies.serverFiles(), notes);
    }

    /** Collaborators that all executions share. */
    public record Dependencies(
            RootDirectory root,
            ServerFiles serverFiles,
            WorkSupervisor supervisor,
            WorkEnvironment environment,
            SecretResolver secrets,
            S3Client s3,
            StartControl startControl) {}

    WorkRecord record() {
        return record;
    }

    private FileRights rightsOfWork() throws IOException, InterruptedException {
        return dependencies.supervisor().changesUser()
                ? dependencies.environment().fileRights(record.work())
                : FileRights.ofAgent();
    }

    /** Why outputs are on this machine only; null when none are. */
    @Nullable String unkeptOutputs() {
        return unkeptOutputs.reason();
    }

    /** Null for work without checkpoints. */
    @Nullable CheckpointUploads checkpointUploads() {
        return checkpoints;
    }

    /** Runs the work to its end, continuing where an earlier agent stopped. */
    Ended runToEnd() throws InterruptedException {
        Ended ended = runParts();
        if (checkpoints != null) {
            checkpoints.end(!ended.exit().equals(new ExitReason.Exit(0).toString()));
        }
        return ended;
    }

    private Ended runParts() throws InterruptedException {
        WorkPart part = record.work().userData() == null ? WorkPart.COMMAND : WorkPart.USER_DATA;
        try {
            prepare(part);
            ExitReason exit = new ExitReason.Exit(0);
            if (part == WorkPart.USER_DATA) {
                exit = runUserData(record.work().userData());
            }
            boolean continues = exit.succeeded() && !record.timedOut(part);
            if (continues && record.work().command() != null) {
                part = WorkPart.COMMAND;
                exit = runCommand(record.work().command());
            }
            boolean stopped = record.wasStopped(part);
            WorkOutputs.Kept kept = outputs.keep();
            return WorkEnd.of(record, exit, part, kept, stopped);
        } catch (WorkSupervisor.PartLost lost) {
            boolean stopped = lost.reason() == ExitReason.Plain.STOPPED;
            return WorkEnd.of(record, lost.reason(), part, lost.getMessage(), stopped);
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("cannot start work %s: %s", record.id(), e);
            return WorkEnd.of(record, Plain.NOT_STARTED, part, e.getMessage(), false);
        }
    }

    /**
     * Runs the interrupt hook once, for at most {@code limit}; returns "" when there is none to
     * run.
     */
    public String runInterruptHook(Duration limit) throws InterruptedException {
        String hook = record.work().onInterrupt();
        if (hook == null || !record.prepared()) {
            return "";
        }
        try {
            if (record.bootOfBegin(WorkPart.ON_INTERRUPT).isPresent()) {
                return "";
            }
            WorkSupervisor.Program program =
                    dependencies.environment().command(record.work(), resolvedVariables(), hook);
            return "on-interrupt hook ended "
                    + dependencies
                            .supervisor()
                            .runPart(record, WorkPart.ON_INTERRUPT, program, limit);
        } catch (IOException | IllegalArgumentException | WorkSupervisor.PartLost e) {
            return "on-interrupt hook failed: " + e.getMessage();
        }
    }

    private void prepare(WorkPart part)
            throws IOException, InterruptedException, WorkSupervisor.PartLost {
        if (record.prepared()) {
            return;
        }
        Work work = record.work();
        dependencies.environment().writeEnvFile(work);
        dependencies.startControl().runStep(record, part, this::layOutFiles);
        dependencies.startControl().runStep(record, part, this::resolvedVariables);
        record.markPrepared();
    }

    private void layOutFiles() throws IOException, InterruptedException {
        new WorkingDirectorySetup(
                        dependencies.root(), dependencies.serverFiles(), dependencies.s3())
                .prepare(record);
        if (record.work().checkpoint() != null
                && CheckpointDirectory.layOut(record, dependencies.serverFiles())) {
            notes.accept("checkpoint of an earlier machine laid out");
        }
    }

    private ExitReason runUserData(@Nullable String script)
            throws IOException, InterruptedException, WorkSupervisor.PartLost {
        if (record.bootOfBegin(WorkPart.USER_DATA).isPresent()) {
            return dependencies.supervisor().awaitExit(record, WorkPart.USER_DATA);
        }
        dependencies.startControl().runStep(record, WorkPart.USER_DATA, this::resolvedVariables);
        Path file = record.directory().resolve("user-data");
        AtomicFile.write(file, script == null ? "" : script, "rwx------");
        WorkSupervisor.Program program =
                dependencies
                        .environment()
                        .userData(record.work(), resolvedVariables(), file.toString());
        return runPart(WorkPart.USER_DATA, program);
    }

    private ExitReason runCommand(String command)
            throws IOException, InterruptedException, WorkSupervisor.PartLost {
        if (record.bootOfBegin(WorkPart.COMMAND).isPresent()) {
            return dependencies.supervisor().awaitExit(record, WorkPart.COMMAND);
        }
        dependencies.startControl().awaitRelease(record, WorkPart.COMMAND);
        dependencies.startControl().runStep(record, WorkPart.COMMAND, this::resolvedVariables);
        WorkSupervisor.Program program =
                dependencies.environment().command(record.work(), resolvedVariables(), command);
        dependencies.environment().changeOwner(record);
        return runPart(WorkPart.COMMAND, program);
    }

    private ExitReason runPart(WorkPart part, WorkSupervisor.Program program)
            throws IOException, InterruptedException, WorkSupervisor.PartLost {
        WorkTimeLimit.write(record, part);
        return dependencies.supervisor().runPart(record, part, program, WorkSupervisor.NO_LIMIT);
    }

    /** The work's variables with secrets resolved; kept in memory only. */
    private Map<String, String> resolvedVariables() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (resolvedVariables == null) {
                Map<String, String> variables =
                        new HashMap<>(dependencies.secrets().resolve(record.work().environment()));
                record.previousDirectory()
                        .ifPresent(earlier -> variables.put(PREVIOUS_DIRECTORY, "" + earlier));
                if (record.work().checkpoint() != null) {
                    variables.put(CheckpointDirectory.VARIABLE, "" + record.checkpointDirectory());
                }
                resolvedVariables = variables;
            }
            return resolvedVariables;
        } finally {
            lock.unlock();
        }
    }
}
