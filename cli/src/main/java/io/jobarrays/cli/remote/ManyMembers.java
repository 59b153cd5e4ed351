package io.jobarrays.cli.remote;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.LinePrefixer;
import io.jobarrays.cli.base.StdoutFailure;
import io.jobarrays.cli.base.TerminalSize;
import io.jobarrays.cli.http.Endpoint;
import io.jobarrays.cli.http.Unreachable;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.contract.IndexSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs one command on several members concurrently; prefixes each output line with the index. */
public final class ManyMembers {
    private static final int MAX_CONCURRENT_SESSIONS = 16;
    private static final int EXIT_PARTIAL = 4;

    private final CommandSession session;
    private final String array;
    private final String command;
    private final Map<String, String> environment;
    private final Map<Integer, String> failed = new ConcurrentSkipListMap<>();
    private final AtomicReference<@Nullable StdoutFailure> outputLost = new AtomicReference<>();

    public ManyMembers(
            CommandSession session, String array, String command, Map<String, String> environment) {
        this.session = session;
        this.array = array;
        this.command = command;
        this.environment = environment;
    }

    /** Returns 0 if the command succeeded on all members, 4 if on some, 1 if on none. */
    public int run(IndexSet indexes) {
        Endpoint server = session.endpoint();
        try (ExecutorService each =
                Executors.newFixedThreadPool(
                        MAX_CONCURRENT_SESSIONS, Thread.ofVirtual().factory())) {
            indexes.stream().forEach(index -> each.execute(() -> runOn(server, index)));
        }
        StdoutFailure lost = outputLost.get();
        if (lost != null) {
            throw lost;
        }
        printFailures();
        return failed.isEmpty()
                ? 0
                : failed.size() < indexes.size() ? EXIT_PARTIAL : Failure.EXIT_FAILED;
    }

    private void runOn(Endpoint server, int index) {
        LinePrefixer out = new LinePrefixer("[%d] ".formatted(index), session::print);
        LinePrefixer err = new LinePrefixer("[%d] ".formatted(index), session::printError);
        RemoteSession.Output output =
                (toErr, bytes) -> (toErr ? err : out).write(bytes, bytes.length);
        String member = "%s[%d]".formatted(array, index);
        try (RemoteSession remote = new RemoteSession(server, member, output)) {
            remote.open(command, false, TerminalSize.DEFAULT, environment);
            remote.endInput();
            SessionEnd ended = remote.awaitEnd();
            out.finish();
            err.finish();
            if (!ended.programExited() || ended.exitCode() != 0) {
                failed.put(index, ended.description());
            }
        } catch (Failure refused) {
            failed.put(index, refused.sentence());
        } catch (Unreachable gone) {
            failed.put(index, gone.sentence());
        } catch (StdoutFailure lost) {
            outputLost.set(lost);
        }
    }

    private void printFailures() {
        Map<String, List<Integer>> same = new TreeMap<>();
        failed.forEach(
                (index, why) -> same.computeIfAbsent(why, it -> new ArrayList<>()).add(index));
        same.forEach(
                (why, indexes) ->
                        session.progress("spawn: %s: %s".formatted(IndexSet.of(indexes), why)));
    }
}
