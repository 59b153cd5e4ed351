package io.jobarrays.cli.flags;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.session.CommandSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files named on the command line. */
public final class InputFiles {
    private InputFiles() {}

    /**
     * @param what flag or parameter, for the error message
     */
    public static byte[] bytes(CommandSession session, String what, String file) {
        Path path = session.path(file);
        try {
            if (Files.isDirectory(path)) {
                throw Failure.usage("%s: %s is a directory; name a file".formatted(what, file));
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException missing) {
            throw Failure.usage("%s: there is no file %s".formatted(what, file));
        } catch (AccessDeniedException denied) {
            throw Failure.usage("%s: no permission to read %s".formatted(what, file));
        } catch (IOException broken) {
            throw Failure.usage("%s: %s could not be read: %s".formatted(what, file, broken));
        }
    }

    public static String text(CommandSession session, String what, String file) {
        byte[] bytes = bytes(session, what, file);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException binary) {
            throw Failure.usage("%s: %s is not text in UTF-8".formatted(what, file));
        }
    }
}
