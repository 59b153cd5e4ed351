package io.jobarrays.amazon.localcloud.deployment;

import io.quarkus.bootstrap.json.JsonInteger;
import io.quarkus.bootstrap.json.JsonObject;
import io.quarkus.bootstrap.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Use of a state directory by another local cloud, which keeps a lock on a file in it. */
final class StateUse {
    private StateUse() {}

    /** Why a local cloud must not start with the state; empty when it may. */
    static Optional<String> objection(Path state) {
        Path lock = state.resolve("cloud/lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            // Closing the channel releases the lock.
            return channel.tryLock() == null
                    ? Optional.of(sentence(state, description(state.resolve("cloud/cloud.json"))))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + lock, e);
        }
    }

    /**
     * @param cloud {@code cloud.json}; empty: it is starting or ending
     */
    static String sentence(Path state, Optional<JsonObject> cloud) {
        Optional<String> devMode =
                cloud.flatMap(it -> number(it, "parent"))
                        .map("dev mode with process id %d; end it with Ctrl-C"::formatted);
        Optional<String> up =
                cloud.flatMap(it -> number(it, "pid"))
                        .map(
                                "the local cloud with process id %d; end it with ./spawn down"
                                        ::formatted);
        String user =
                devMode.or(() -> up)
                        .orElse("a local cloud that is starting or ending; wait for it");
        return "the state directory %s is in use by %s, or set XDG_STATE_HOME to another directory"
                .formatted(state, user);
    }

    private static Optional<JsonObject> description(Path file) throws IOException {
        try {
            return Optional.of(JsonReader.of(Files.readString(file)).read());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(JsonObject json, String name) {
        return json.get(name) instanceof JsonInteger value
                ? Optional.of(value.longValue())
                : Optional.empty();
    }
}
