package io.jobarrays.agent.work;

import io.jobarrays.agent.aws.SecretReferences;
import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.AgentUpload;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.contract.AgentMessage.Ended;
import io.jobarrays.contract.AgentMessage.Work;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One run on its way: laid out, its parts one after the other, its outputs collected. */
public final class WorkExecution {
    private static final Logger LOG = Logger.getLogger(WorkExecution.class);

    private final WorkRecord run;
    private final Tools tools;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Map<String, String> values;

    public WorkExecution(WorkRecord run, Tools tools) {
        this.run = run;
        this.tools = tools;
    }

    /** What executions need, the same for all. */
    public record Tools(
            RootDirectory root,
            ServerFiles calls,
            WorkSupervisor supervisor,
            WorkEnvironment surroundings,
            SecretReferences secrets,
            StartGate gate) {}

    WorkRecord run() {
        return run;
    }

    /** Takes the run to its end from wherever it is. */
    Ended outcome() throws InterruptedException {
        WorkPart part = run.work().userData() == null ? WorkPart.COMMAND : WorkPart.USER_DATA;
        try {
            prepare(part);
            ExitReason exit = new ExitReason.Exit(0);
            if (part == WorkPart.USER_DATA) {
                exit = userData(run.work().userData());
            }
            if (exit.succeeded() && run.work().command() != null) {
                part = WorkPart.COMMAND;
                exit = command(run.work().command());
            }
            return ended(exit, part, collect());
        } catch (WorkSupervisor.Lost lost) {
            return ended(lost.reason(), part, lost.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("work %s could not be started: %s", run.id(), e);
            return ended(ExitReason.Plain.NOT_STARTED, part, e.getMessage());
        }
    }

    /** Runs the hook, once, for as long as {@code limit}; empty: there is none to run. */
    public String interrupt(Duration limit) throws InterruptedException {
        String hook = run.work().onInterrupt();
        if (hook == null || !run.prepared()) {
            return "";
        }
        try {
            if (run.begun(WorkPart.ON_INTERRUPT).isPresent()) {
                return "";
            }
            WorkSupervisor.Program program =
                    tools.surroundings().command(run.work(), values(), hook);
            return "on-interrupt hook ended "
                    + tools.supervisor().carryOut(run, WorkPart.ON_INTERRUPT, program, limit);
        } catch (IOException | IllegalArgumentException | WorkSupervisor.Lost e) {
            return "on-interrupt hook failed: " + e.getMessage();
        }
    }

    private Ended ended(ExitReason exit, WorkPart part, @Nullable String problem) {
        return new Ended(run.id(), exit.toString(), part.word, problem);
    }

    private void prepare(WorkPart part)
            throws IOException, InterruptedException, WorkSupervisor.Lost {
        if (run.prepared()) {
            return;
        }
        Work work = run.work();
        tools.surroundings().announce(tools.root(), work);
        tools.gate().before(run, part, () -> new WorkingDirectory(tools.calls()).prepare(run));
        tools.gate().before(run, part, this::values);
        run.markPrepared();
    }

    private ExitReason userData(@Nullable String script)
            throws IOException, InterruptedException, WorkSupervisor.Lost {
        if (run.begun(WorkPart.USER_DATA).isPresent()) {
            return tools.supervisor().awaitEnd(run, WorkPart.USER_DATA);
        }
        tools.gate().before(run, WorkPart.USER_DATA, this::values);
        Path file = run.directory().resolve("user-data");
        AtomicFile.write(file, script == null ? "" : script, "rwx------");
        WorkSupervisor.Program program =
                tools.surroundings().userData(run.work(), values(), file.toString());
        return tools.supervisor().carryOut(run, WorkPart.USER_DATA, program);
    }

    private ExitReason command(String command)
            throws IOException, InterruptedException, WorkSupervisor.Lost {
        if (run.begun(WorkPart.COMMAND).isPresent()) {
            return tools.supervisor().awaitEnd(run, WorkPart.COMMAND);
        }
        tools.gate().awaitRelease(run, WorkPart.COMMAND);
        tools.gate().before(run, WorkPart.COMMAND, this::values);
        WorkSupervisor.Program program =
                tools.surroundings().command(run.work(), values(), command);
        tools.surroundings().handOver(run);
        return tools.supervisor().carryOut(run, WorkPart.COMMAND, program);
    }

    /** Looked up once, and kept nowhere but here. */
    private Map<String, String> values() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (values == null) {
                values = tools.secrets().resolve(run.work().environment());
            }
            return values;
        } finally {
            lock.unlock();
        }
    }

    /** Null, or why nothing could be kept: that does not change how the work ended. */
    private @Nullable String collect() throws InterruptedException {
        List<String> globs = run.work().collect();
        if (globs.isEmpty()) {
            return null;
        }
        Path archive = run.directory().resolve("outputs.tar.gz");
        try {
            if (!Files.exists(archive) && !pack(globs, archive)) {
                return "collect: no file is named by " + String.join(" ", globs);
            }
            AgentUpload.outputs(tools.calls(), run.work().attempt(), archive);
            Files.delete(archive);
            return null;
        } catch (Refusal e) {
            return e.sentence();
        } catch (IOException e) {
            return "collect: " + e;
        }
    }

    /** Once: an agent that comes back brings to its end what the last one had begun to send. */
    private boolean pack(List<String> globs, Path archive) throws IOException {
        List<Path> found = OutputCollector.find(run.files(), globs);
        if (found.isEmpty()) {
            return false;
        }
        Path fresh = archive.resolveSibling("outputs.new");
        Tarball.pack(run.files(), found, fresh);
        Files.move(fresh, archive, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }
}
