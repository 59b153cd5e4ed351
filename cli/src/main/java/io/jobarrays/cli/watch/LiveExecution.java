package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.Pause;
import io.jobarrays.cli.base.ResizeSignal;
import io.jobarrays.cli.base.TerminalSize;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.EventFollower;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.cli.session.CommandSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Draws an execution on a terminal until it has ended: its view is read again after an event, and
 * every two seconds, since not every change has one.
 */
final class LiveExecution {
    private static final Duration REDRAW_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MAX_VIEW_AGE = Duration.ofSeconds(2);
    private static final Duration MIN_VIEW_AGE = Duration.ofMillis(300);
    private static final Duration SERVER_DOWN_TIMEOUT = Duration.ofMinutes(5);

    private final CommandSession session;
    private final String path;
    private final LiveRegion region;
    private final boolean colours;
    private final RetryWhileDown retry = new RetryWhileDown(SERVER_DOWN_TIMEOUT);
    private final Semaphore changes = new Semaphore(1);
    private volatile String news = "";
    private volatile TerminalSize size;

    LiveExecution(CommandSession session, String path) {
        this.session = session;
        this.path = path;
        this.region = new LiveRegion(session::printError);
        this.colours = session.colourProgress();
        this.size = session.terminalSize();
    }

    /** A view with the time at which the server made it, and this program received it. */
    private record ReceivedView(JsonValue view, Instant asOf, long receivedAt) {
        static ReceivedView of(Response answer) {
            Instant asOf = answer.header("Spawn-As-Of").map(Instant::parse).orElse(Instant.now());
            return new ReceivedView(answer.json(), asOf, System.nanoTime());
        }

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - receivedAt);
        }

        boolean isEnd() {
            return view.number("exit_code").isPresent();
        }
    }

    /**
     * Blocks until the execution has an exit code.
     *
     * @param continues what is printed when Ctrl-C ends the program
     * @return the last view; the lines are removed from the terminal
     */
    JsonValue awaitEnd(String continues) {
        ResizeSignal.onResize(this::resize);
        Thread follower = Thread.ofVirtual().start(this::followEvents);
        try (var _ = InterruptNotice.register(session, region::freeze, continues)) {
            ReceivedView shown = firstView();
            while (!shown.isEnd()) {
                draw(shown);
                shown = next(shown);
            }
            region.erase();
            return shown.view();
        } finally {
            follower.interrupt();
        }
    }

    private ReceivedView firstView() {
        Optional<ReceivedView> view = read();
        while (view.isEmpty()) {
            awaitChange(REDRAW_INTERVAL);
            view = read();
        }
        return view.get();
    }

    /** The view to draw next: the same one, unless it is old or an event came. */
    private ReceivedView next(ReceivedView shown) {
        boolean changed = awaitChange(REDRAW_INTERVAL);
        if (!changed && shown.age().compareTo(MAX_VIEW_AGE) < 0) {
            return shown;
        }
        Duration early = MIN_VIEW_AGE.minus(shown.age());
        if (early.isPositive()) {
            Pause.of(early);
        }
        return read().orElse(shown);
    }

    private void draw(ReceivedView shown) {
        ProgressTable table =
                new ProgressTable(shown.view(), shown.asOf(), shown.age(), news, colours);
        region.draw(table.lines(size));
    }

    private Optional<ReceivedView> read() {
        return retry.call(() -> ReceivedView.of(session.api().get(path, ApiClient.JSON)));
    }

    private void resize() {
        size = session.terminalSize();
        region.resized();
        changes.release();
    }

    private void followEvents() {
        Consumer<String> told =
                text -> {
                    news = text;
                    changes.release();
                };
        try {
            new EventFollower(session.api(), told).followToEnd(path + "/events");
            changes.release();
        } catch (RuntimeException broken) {
            // Events are informative only; the polled view decides.
        }
    }

    private boolean awaitChange(Duration timeout) {
        try {
            boolean changed = changes.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
            changes.drainPermits();
            return changed;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw Failure.of("SPAWN-INTERRUPTED", "interrupted");
        }
    }
}
