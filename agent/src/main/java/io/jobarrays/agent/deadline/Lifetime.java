package io.jobarrays.agent.deadline;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Time this machine may run, stored as one line of text. */
sealed interface Lifetime {

    /** No deadline. */
    record Unlimited() implements Lifetime {
        @Override
        public String format() {
            return "none";
        }
    }

    /**
     * @param at by this machine's clock
     * @param serverDeadline by the server's clock; {@code -} for the bootstrap's deadline
     * @param warnedMinutes minutes before the deadline of the last warning; 0 for none
     */
    record Until(Instant at, String serverDeadline, int warnedMinutes) implements Lifetime {
        @Override
        public String format() {
            return "until %s told %s warned %d".formatted(at, serverDeadline, warnedMinutes);
        }

        Until shifted(Duration step) {
            return new Until(at.plus(step), serverDeadline, warnedMinutes);
        }

        Until withWarning(int minutes) {
            return new Until(at, serverDeadline, minutes);
        }
    }

    /**
     * The deadline is paused because the machine is about to be stopped.
     *
     * @param remaining time left when the deadline resumes
     */
    record PausedLifetime(Duration remaining, Instant since) implements Lifetime {
        @Override
        public String format() {
            return "rests %d since %s".formatted(remaining.toSeconds(), since);
        }

        PausedLifetime shifted(Duration step) {
            return new PausedLifetime(remaining, since.plus(step));
        }
    }

    String format();

    /**
     * @throws IllegalArgumentException for a line that no agent has written
     */
    static Lifetime parse(String line) {
        String[] words = line.strip().split(" ", -1);
        try {
            return switch (words[0] + words.length) {
                case "none1" -> new Unlimited();
                case "until6" ->
                        new Until(Instant.parse(words[1]), words[3], Integer.parseInt(words[5]));
                case "rests4" ->
                        new PausedLifetime(
                                Duration.ofSeconds(Long.parseLong(words[1])),
                                Instant.parse(words[3]));
                default -> throw new IllegalArgumentException("\"%s\"".formatted(line));
            };
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"%s\": %s".formatted(line, e.getMessage()), e);
        }
    }
}
