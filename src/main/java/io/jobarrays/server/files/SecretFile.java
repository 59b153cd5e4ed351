package io.jobarrays.server.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A random secret of this control plane: made at its first start, one line in a file of its own.
 */
public final class SecretFile {
    private static final int BYTES = 32;

    private SecretFile() {}

    /**
     * Its text, in hexadecimal where we made it.
     *
     * @param remedy what a person does about a file that is damaged
     */
    public static String read(StateDirectory state, String name, String remedy) {
        Path place = state.root().resolve(name);
        String text;
        try {
            if (!Files.exists(place)) {
                make(state.root(), place);
            }
            state.close(place);
            text = Files.readString(place).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the %s in %s cannot be used".formatted(name, place), e);
        }
        if (text.length() < BYTES) {
            throw new IllegalStateException(
                    "%s is too short to be a %s; %s".formatted(place, name, remedy));
        }
        return text;
    }

    private static void make(Path directory, Path place) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Path file = StateDirectory.newFile(directory);
        try {
            Files.writeString(file, HexFormat.of().formatHex(random) + "\n");
            // A link, unlike a rename, never replaces what another replica just made.
            Files.createLink(place, file);
        } catch (FileAlreadyExistsException e) {
            // Then that one counts.
        } finally {
            Files.delete(file);
        }
    }
}
