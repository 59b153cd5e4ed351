package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.Pause;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.contract.Durations;
import io.jobarrays.contract.IndexSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Waits until machines reach the state a verb requests, unless {@code --detach} is given. */
public final class WaitOptions {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(500);

    @Option(names = "--detach", description = "return as soon as the request is accepted")
    private boolean detach;

    @Option(
            names = "--timeout",
            paramLabel = "D",
            description = "maximum time to wait for the machines; default 10m")
    private String timeout = "10m";

    /** Requested state of machines. */
    public enum Goal {
        STOPPED("stopped", "stopping"),
        STARTED("running with their agents", "pending");

        /** States in which no goal can be reached. */
        private static final Set<String> ENDED_STATES =
                Set.of("terminated", "shutting-down", "planned", "handed-over");

        private final String description;
        private final String moving;

        Goal(String words, String moving) {
            this.description = words;
            this.moving = moving;
        }

        private boolean isReached(JsonValue member) {
            String state = state(member);
            return switch (this) {
                case STOPPED -> state.equals("stopped");
                case STARTED ->
                        state.equals("running")
                                && member.text("connected").orElse("").equals("true")
                                && !member.text("power").orElse("").equals("STARTING");
            };
        }

        /** Whether the machine is in a transitional state; its deadline follows its agent. */
        private boolean moving(JsonValue member) {
            boolean notReady = this == STARTED && state(member).equals("running");
            return !isReached(member) && (state(member).equals(moving) || notReady);
        }

        private boolean canReach(JsonValue member) {
            return !isReached(member) && !ENDED_STATES.contains(state(member));
        }

        private static String state(JsonValue member) {
            return member.text("state").orElse("");
        }
    }

    /** Validates the flags before the verb is posted. */
    public Wait of(CommandSession session, String selector, Goal goal) {
        Duration most = Durations.parse("--timeout", timeout);
        return new Wait(session, selector, goal, detach, most);
    }

    /** Wait for the machines of one selector. */
    public record Wait(
            CommandSession session, String selector, Goal goal, boolean detach, Duration timeout) {
        private static final int EXIT_PARTIAL = 4;

        /**
         * @param exitCode exit code of the verb; if all members refused, does not wait; if some
         *     refused, waits for the others
         */
        public int afterVerb(int exitCode) {
            if (detach || (exitCode != 0 && exitCode != EXIT_PARTIAL)) {
                return exitCode;
            }
            String sentence =
                    "spawn: the operation continues; \"spawn status %s\" shows its progress"
                            .formatted(selector);
            try (var _ = InterruptNotice.register(session, sentence)) {
                awaitMembers(exitCode == 0 ? goal::canReach : goal::moving);
            }
            return exitCode;
        }

        private void awaitMembers(Predicate<JsonValue> waited) {
            Instant end = Instant.now().plus(timeout);
            RetryWhileDown patience = new RetryWhileDown(timeout);
            IndexSet told = IndexSet.of(List.of());
            while (true) {
                Optional<IndexSet> missing = patience.call(() -> missing(waited));
                if (missing.filter(IndexSet::isEmpty).isPresent()) {
                    return;
                }
                IndexSet known = missing.orElse(told);
                if (Instant.now().isAfter(end)) {
                    throw Failure.timedOut(
                            "%s: %s not %s after %s; \"spawn status %s\" shows why"
                                    .formatted(
                                            selector,
                                            known,
                                            goal.description,
                                            Durations.format(timeout),
                                            selector));
                }
                if (!known.equals(told)) {
                    session.progress("waiting until %s are %s".formatted(known, goal.description));
                    told = known;
                }
                Pause.of(POLL_INTERVAL);
            }
        }

        private IndexSet missing(Predicate<JsonValue> waited) {
            JsonValue view =
                    session.api()
                            .get("/arrays/" + ApiClient.segment(selector), ApiClient.JSON)
                            .json();
            return IndexSet.of(
                    view.get("members").items().stream()
                            .filter(waited)
                            .flatMap(it -> it.number("index").stream())
                            .toList());
        }
    }
}
