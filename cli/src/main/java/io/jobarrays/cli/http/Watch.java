package io.jobarrays.cli.http;

import io.jobarrays.cli.Failure;
import io.jobarrays.cli.Pause;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Follows a stream of events to its end, over cut connections and restarts of the server. */
public final class Watch {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Api api;
    private final Consumer<String> progress;
    private String last = "";
    private Instant heard = Instant.now();
    private boolean lost;

    /**
     * @param progress takes each line of news
     */
    public Watch(Api api, Consumer<String> progress) {
        this.api = api;
        this.progress = progress;
    }

    /** The view that came with the end; blocks until then. */
    public Json toEnd(String path) {
        while (true) {
            try (Answer answer = api.events(path, last)) {
                Optional<Json> end = read(new EventStream(answer.body()));
                if (end.isPresent()) {
                    return end.get();
                }
            } catch (Unreachable gone) {
                patiently(gone.sentence(), gone);
            } catch (IOException cut) {
                patiently("the control plane went away", cut);
            } catch (Failure answered) {
                if (answered.document().number("status").orElse(0) < 500) {
                    throw answered;
                }
                patiently(answered.sentence(), answered);
            }
            Pause.of(PAUSE);
        }
    }

    private Optional<Json> read(EventStream events) throws IOException {
        for (Optional<Event> next = events.next(); next.isPresent(); next = events.next()) {
            Event event = next.get();
            heard = Instant.now();
            lost = false;
            last = event.id();
            Json data = Json.parse(event.data());
            if (event.type().equals("end")) {
                return Optional.of(data);
            }
            data.text("text").ifPresent(progress);
        }
        return Optional.empty();
    }

    private void patiently(String why, Exception cause) {
        if (Thread.currentThread().isInterrupted()) {
            throw Failure.of("SPAWN-INTERRUPTED", "nobody waits for the end any more");
        }
        if (heard.plus(PATIENCE).isBefore(Instant.now())) {
            Failure failure = Failure.of("SPAWN-UNREACHABLE", why);
            failure.addSuppressed(cause);
            throw failure;
        }
        if (!lost) {
            lost = true;
            progress.accept("the control plane does not answer; watching on when it is back");
        }
    }
}
