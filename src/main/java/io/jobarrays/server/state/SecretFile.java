package io.jobarrays.server.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** Random secret of this control plane, created at the first start as one line of a file. */
public final class SecretFile {
    private static final int BYTES = 32;

    private SecretFile() {}

    /**
     * The secret as text; hexadecimal if this control plane created it.
     *
     * @param given file that another program provides, as a mounted secret; it is only read
     * @param remedy what the user does about a damaged file
     */
    public static String read(
            StateDirectory state, Optional<Path> given, String name, String remedy) {
        Path place = given.orElseGet(() -> state.root().resolve(name));
        String text;
        try {
            if (given.isEmpty()) {
                if (!Files.exists(place)) {
                    make(state.root(), place);
                }
                state.close(place);
            }
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
            // A hard link, unlike a rename, never replaces the file of another replica.
            Files.createLink(place, file);
        } catch (FileAlreadyExistsException e) {
            // Another replica was first; its secret is used.
        } finally {
            Files.delete(file);
        }
    }
}
