package io.jobarrays.agent.scale;

import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.work.WorkPart;
import io.jobarrays.agent.work.WorkRecord;
import io.jobarrays.agent.work.WorkSupervisor;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.LogRecord;
import io.jobarrays.contract.messages.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Runs the parts of the work as {@link ScaleScript}s on the agent's own threads. */
final class InProcessWorkSupervisor implements WorkSupervisor {
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    private final RootDirectory root;
    private final Clock clock;
    private final String bootId;
    private final Runnable logAppended;
    private final Map<WorkPart, ScriptRun> running = new ConcurrentHashMap<>();

    /**
     * @param logAppended called after each output of the work
     */
    InProcessWorkSupervisor(RootDirectory root, Clock clock, String bootId, Runnable logAppended) {
        this.root = root;
        this.clock = clock;
        this.bootId = bootId;
        this.logAppended = logAppended;
    }

    @Override
    public ExitReason runPart(WorkRecord record, WorkPart part, Program program, Duration limit)
            throws IOException, InterruptedException {
        List<ScaleStatement> statements = statements(part, program);
        ScriptRun run =
                new ScriptRun(
                        new ScriptFiles(root, record.workingDirectory()),
                        text -> append(record, text),
                        timeLimit(record, limit));
        record.markBegun(part, bootId);
        running.put(part, run);
        try {
            record.stopGrace().ifPresent(grace -> stop(record, grace));
            ExitReason exit = carryOut(record, run, statements);
            boolean stopped = exit instanceof ExitReason.Signal && record.stopGrace().isPresent();
            if (run.reachedLimit()) {
                record.markTimedOut(part, exit);
            } else {
                record.markExit(part, exit, stopped);
            }
            return exit;
        } finally {
            running.remove(part);
        }
    }

    /** The whole limit for each part: scripts of scale mode have one part. */
    private static Duration timeLimit(WorkRecord record, Duration limit) {
        Work.TimeLimit own = record.work().timeLimit();
        return own == null ? limit : Duration.ofSeconds(own.seconds());
    }

    /** The run of an earlier agent has ended with that agent. */
    @Override
    public ExitReason awaitExit(WorkRecord record, WorkPart part) throws IOException, PartLost {
        Optional<ExitReason> exit = record.exit(part);
        if (exit.isPresent()) {
            return exit.get();
        }
        throw bootId.equals(record.bootOfBegin(part).orElse(""))
                ? PartLost.bySupervisorEnd(part)
                : PartLost.byReboot(record, part);
    }

    /** Scripts run in this process, as its user. */
    @Override
    public boolean changesUser() {
        return false;
    }

    @Override
    public boolean stop(WorkRecord record, int graceSeconds) {
        running.values().forEach(run -> run.kill(graceSeconds == 0 ? SIGKILL : SIGTERM));
        return true;
    }

    /** A statement that fails ends the part with code 1, as a shell's last command would. */
    private ExitReason carryOut(WorkRecord record, ScriptRun run, List<ScaleStatement> statements)
            throws IOException, InterruptedException {
        try {
            return run.run(statements);
        } catch (IOException | Refusal e) {
            append(record, e.getMessage() + "\n");
            return new ExitReason.Exit(1);
        }
    }

    private static List<ScaleStatement> statements(WorkPart part, Program program)
            throws IOException {
        String last = program.commandLine().getLast();
        String text = part == WorkPart.USER_DATA ? Files.readString(Path.of(last)) : last;
        return ScaleScript.parse(text)
                .statements(
                        number(program, "JOB_ARRAY_INDEX"), number(program, "JOB_ARRAY_ATTEMPT"));
    }

    private static int number(Program program, String variable) {
        return Integer.parseInt(program.environment().getOrDefault(variable, "0"));
    }

    private void append(WorkRecord record, String text) throws IOException {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < data.length; from += LogRecord.LARGEST) {
            int end = Math.min(data.length, from + LogRecord.LARGEST);
            byte[] piece = Arrays.copyOfRange(data, from, end);
            record.log().append(new LogRecord(LogRecord.OUT, clock.millis(), piece));
        }
        logAppended.run();
    }
}
