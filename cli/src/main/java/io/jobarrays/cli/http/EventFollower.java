package io.jobarrays.cli.http;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.Pause;
import io.jobarrays.cli.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows an event stream to its end; reconnects for up to five minutes. */
public final class EventFollower {
    private static final Duration SERVER_DOWN_TIMEOUT = Duration.ofMinutes(5);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);

    private final ApiClient api;
    private final Consumer<String> progress;
    private String lastEventId = "";
    private Instant lastEventAt = Instant.now();
    private boolean serverDown;

    /**
     * @param progress receives the text of each event
     */
    public EventFollower(ApiClient api, Consumer<String> progress) {
        this.api = api;
        this.progress = progress;
    }

    /** Blocks until the end event; returns its view. */
    public JsonValue followToEnd(String path) {
        while (true) {
            try (Response answer = api.events(path, lastEventId)) {
                Optional<JsonValue> end = read(new EventStreamReader(answer.body()));
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (Unreachable gone) {
                if (gone.isPermanent()) {
                    throw gone;
                }
                checkDownTime(gone.sentence(), gone);
            } catch (IOException cut) {
                checkDownTime("the connection to the control plane was lost", cut);
            } catch (Failure answered) {
                if (answered.document().number("status").orElse(0) < 500) {
                    throw answered;
                }
                checkDownTime(answered.sentence(), answered);
            }
            Pause.of(RETRY_INTERVAL);
        }
    }

    private Optional<JsonValue> read(EventStreamReader events) throws IOException {
        for (Optional<ServerSentEvent> next = events.next();
                next.isPresent();
                next = events.next()) {
            ServerSentEvent event = next.get();
            lastEventAt = Instant.now();
            serverDown = false;
            lastEventId = event.id();
            JsonValue data = JsonValue.parse(event.data());
            if (event.type().equals("end")) {
                return Optional.of(data);
            }
            data.text("text").ifPresent(progress);
        }
        return Optional.empty();
    }

    private void checkDownTime(String why, Exception cause) {
        if (Thread.currentThread().isInterrupted()) {
            throw Failure.of("SPAWN-INTERRUPTED", "the wait for the end was interrupted");
        }
        if (lastEventAt.plus(SERVER_DOWN_TIMEOUT).isBefore(Instant.now())) {
            Failure failure = Failure.of("SPAWN-UNREACHABLE", why);
            failure.addSuppressed(cause);
            throw failure;
        }
        if (!serverDown) {
            serverDown = true;
            progress.accept("the control plane does not answer; watching resumes when it is back");
        }
    }
}
