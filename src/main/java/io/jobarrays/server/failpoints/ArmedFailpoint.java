package io.jobarrays.server.failpoints;

import io.jobarrays.contract.Durations;
import io.jobarrays.contract.Refusal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Failpoint with its effect, and the hits at which it has this effect. */
final class ArmedFailpoint {
    private static final Logger LOG = Logger.getLogger(ArmedFailpoint.class);

    /** Exit code of a process that SIGKILL ended, as a shell reports it. */
    private static final int KILLED_EXIT_CODE = 137;

    private static final Pattern FORM =
            Pattern.compile(
                    "(kill|throw|delay:([0-9a-z]+))(?:\\*([1-9]\\d{0,8}))?(?:@([1-9]\\d{0,8}))?");

    /** What happens at a hit. */
    sealed interface Effect {
        record Kill() implements Effect {}

        record Throw() implements Effect {}

        record Delay(Duration duration) implements Effect {}
    }

    final Failpoint place;
    final Effect effect;

    /** First hit with the effect, counted from 1. */
    final long first;

    /** Number of hits with the effect. */
    final long times;

    private final AtomicLong hits = new AtomicLong();

    private ArmedFailpoint(Failpoint place, Effect effect, long first, long times) {
        this.place = place;
        this.effect = effect;
        this.first = first;
        this.times = times;
    }

    /**
     * @param form {@code kill}, {@code throw} or {@code delay:2s}, then {@code *3} for three hits
     *     and {@code @5} for the fifth hit on, each optional
     */
    static ArmedFailpoint parse(Failpoint place, String form) {
        Matcher parts = FORM.matcher(form);
        if (!parts.matches()) {
            throw new Refusal(
                    "spawn.failpoints: \"%s\" of %s is no effect; write kill, throw or delay:2s, then *3 for three hits, then @5 to begin with the fifth"
                            .formatted(form, place));
        }
        return new ArmedFailpoint(
                place,
                effect(parts),
                parts.group(4) == null ? 1 : Long.parseLong(parts.group(4)),
                parts.group(3) == null ? Long.MAX_VALUE : Long.parseLong(parts.group(3)));
    }

    private static Effect effect(Matcher parts) {
        return switch (parts.group(1)) {
            case "kill" -> new Effect.Kill();
            case "throw" -> new Effect.Throw();
            default -> new Effect.Delay(Durations.parse("spawn.failpoints", parts.group(2)));
        };
    }

    void reach() {
        long hit = hits.incrementAndGet() - first;
        if (hit < 0 || hit >= times) {
            return;
        }
        LOG.warnf("failpoint %s: %s", place, effect);
        switch (effect) {
            // No shutdown hook runs and no stream is closed, as with SIGKILL.
            case Effect.Kill kill -> Runtime.getRuntime().halt(KILLED_EXIT_CODE);
            case Effect.Throw failure -> throw new FailpointException(place);
            case Effect.Delay delay -> pause(delay.duration());
        }
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
