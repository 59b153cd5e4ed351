package io.jobarrays.server.arrays;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.instances.Launcher;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What an array needs next. Pure: rows and the time in, actions out. */
final class ArrayPlan {
    /** The agent ends its machine at the deadline; this much later the server does. */
    static final Duration TTL_GRACE = Duration.ofSeconds(15);

    private final ArraySnapshot array;
    private final Instant now;
    private final List<Action> actions = new ArrayList<>();

    private ArrayPlan(ArraySnapshot array, Instant now) {
        this.array = array;
        this.now = now;
    }

    static List<Action> of(ArraySnapshot array, Instant now) {
        return new ArrayPlan(array, now).decide();
    }

    private List<Action> decide() {
        if (array.unsettled()) {
            actions.add(new Action.SettleLaunches());
        }
        endTheLost();
        endTheSilent();
        if (mustDrain()) {
            drain();
            return actions;
        }
        if (array.phase() != null) {
            walk(array.phase());
        }
        if (array.finished() && array.running().isEmpty() && !array.unsettled()) {
            actions.add(new Action.Close());
        }
        return actions;
    }

    private void walk(Phase phase) {
        switch (phase) {
            case LAUNCH -> {
                launchMissing();
                endTheLate();
                giveUpIfHopeless();
            }
            case BARRIER -> {
                endTheLate();
                giveUpIfHopeless();
            }
            case PUBLISH_PEERS -> {
                endTheUnlaunched();
                publish();
            }
            case RUN -> {
                endTheUnlaunched();
                run();
            }
            case RELEASE -> release();
        }
    }

    private void launchMissing() {
        if (array.unsettled()
                || now.isBefore(array.launchPause())
                || !now.isBefore(array.patienceEnds())) {
            return;
        }
        TreeMap<Integer, List<Integer>> byAttempt = new TreeMap<>();
        for (Seat seat : array.seats()) {
            if (seat.unlaunched()) {
                byAttempt.computeIfAbsent(seat.attempt(), a -> new ArrayList<>()).add(seat.index());
            }
        }
        byAttempt.forEach(this::launchBatches);
    }

    private void launchBatches(int attempt, List<Integer> indexes) {
        for (int from = 0; from < indexes.size(); from += Launcher.MOST_A_CALL) {
            int to = Math.min(indexes.size(), from + Launcher.MOST_A_CALL);
            actions.add(
                    new Action.Launch(
                            IndexSet.of(indexes.subList(from, to)),
                            attempt,
                            array.spec().barrier()));
        }
    }

    /** Whoever has not come when patience ends does not come. */
    private void endTheLate() {
        if (now.isBefore(array.patienceEnds())) {
            return;
        }
        for (Seat seat : array.seats()) {
            if (seat.open() && !seat.arrived()) {
                actions.add(
                        new Action.End(seat.index(), seat.attempt(), lateness(seat), why(seat)));
            }
        }
    }

    private ExitReason lateness(Seat seat) {
        String code = seat.manned() ? "BarrierTimeout" : array.launchCode();
        return new ExitReason.LaunchFailed(code == null ? "BarrierTimeout" : code);
    }

    private String why(Seat seat) {
        if (seat.instance() != null && seat.manned()) {
            return "instance %s is %s but its agent did not come within %s"
                    .formatted(
                            seat.instance().instanceId(),
                            seat.instance().state().word(),
                            io.jobarrays.contract.Durations.format(array.spec().barrierTimeout()));
        }
        return array.launchReason() == null ? "not launched in time" : array.launchReason();
    }

    /** A machine that went away takes its attempt with it. */
    private void endTheLost() {
        for (Seat seat : array.seats()) {
            if (seat.lost() && seat.instance() != null) {
                String reason = seat.instance().reason();
                String story =
                        "instance %s is %s%s"
                                .formatted(
                                        seat.instance().instanceId(),
                                        seat.instance().state().word(),
                                        reason == null ? "" : ": " + reason);
                actions.add(new Action.End(seat.index(), seat.attempt(), loss(seat), story));
            }
        }
    }

    private void endTheSilent() {
        for (Seat seat : array.seats()) {
            if (seat.open() && seat.manned() && seat.silent() && seat.instance() != null) {
                String story =
                        "the agent of instance %s has said nothing for too long"
                                .formatted(seat.instance().instanceId());
                actions.add(
                        new Action.End(seat.index(), seat.attempt(), Plain.AGENT_SILENT, story));
            }
        }
    }

    private ExitReason loss(Seat seat) {
        if (array.draining()) {
            return Plain.STOPPED;
        }
        if (array.ttlDeadline() != null && !now.isBefore(array.ttlDeadline())) {
            return Plain.TTL_EXPIRED;
        }
        return seat.arrived()
                ? Plain.AGENT_SILENT
                : new ExitReason.LaunchFailed("InstanceTerminated");
    }

    private void giveUpIfHopeless() {
        switch (Barrier.of(array)) {
            case Barrier.Failed failed -> {
                String reason =
                        "%d of %d came, %s did not"
                                .formatted(
                                        array.spec().count() - failed.missing().size(),
                                        array.spec().count(),
                                        failed.missing());
                actions.add(new Action.GiveUp(failed.missing(), reason));
            }
            case Barrier.Open open -> {}
            case Barrier.Closed closed -> {}
        }
    }

    private void publish() {
        IndexSet here = array.indexes(Seat::reachable);
        IndexSet owed = array.indexes(s -> s.reachable() && s.open());
        if (here.isEmpty() || owed.isEmpty()) {
            return;
        }
        boolean somebodyNew =
                array.count(s -> s.reachable() && s.open() && s.peersGeneration() < 0) > 0;
        if (somebodyNew) {
            actions.add(new Action.PublishPeers(array.peersGeneration() + 1, here));
            return;
        }
        IndexSet late =
                array.indexes(
                        s ->
                                s.reachable()
                                        && s.open()
                                        && s.peersGeneration() != array.peersGeneration());
        if (!late.isEmpty()) {
            actions.add(new Action.RemindPeers(late));
        }
    }

    /** Launching is over: who has no machine now gets none. */
    private void endTheUnlaunched() {
        for (Seat seat : array.seats()) {
            if (seat.unlaunched()) {
                actions.add(
                        new Action.End(
                                seat.index(),
                                seat.attempt(),
                                new ExitReason.LaunchFailed("InstanceTerminated"),
                                "its machine went away"));
            }
        }
    }

    private void run() {
        actions.add(
                new Action.Show(array.spec().work().isNone() ? ArrayState.UP : ArrayState.RUNNING));
        IndexSet kept = array.indexes(s -> s.open() && s.reachable() && s.fromEarlier());
        if (!kept.isEmpty()) {
            actions.add(new Action.HandOut(kept));
        }
        IndexSet waiting = array.indexes(s -> s.open() && s.reachable());
        if (array.spec().barrier() && !waiting.isEmpty()) {
            actions.add(new Action.Go(waiting));
        }
    }

    private void release() {
        if (array.spec().onComplete() == OnComplete.TERMINATE) {
            drain();
            if (array.running().isEmpty() && array.count(Seat::open) == 0) {
                actions.add(new Action.Close());
            }
        }
    }

    private boolean mustDrain() {
        boolean expired =
                array.ttlDeadline() != null && now.isAfter(array.ttlDeadline().plus(TTL_GRACE));
        boolean over = array.finished() && array.spec().onComplete() == OnComplete.TERMINATE;
        return array.draining() || expired || over || Outcome.NOT_VIABLE.equals(array.outcome());
    }

    private void drain() {
        List<String> running = array.running();
        if (!running.isEmpty()) {
            actions.add(new Action.Terminate(running));
            actions.add(new Action.Show(ArrayState.DRAINING));
        } else if (array.finished() && !array.unsettled()) {
            actions.add(new Action.Close());
        }
    }
}
