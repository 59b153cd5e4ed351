package io.jobarrays.cli.flags;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.contract.ScriptFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files named on the command line. */
public final class InputFiles {
    private InputFiles() {}

    /**
     * Reads a file; {@code -} is stdin.
     *
     * @param what flag or parameter, for the error message
     */
    public static byte[] bytes(CommandSession session, String what, String file) {
        return file.equals("-") ? stdin(session, what) : read(session, what, file);
    }

    private static byte[] stdin(CommandSession session, String what) {
        try {
            return session.input().readAllBytes();
        } catch (IOException closed) {
            throw Failure.usage(
                    "%s: stdin could not be read: %s".formatted(what, closed.getMessage()));
        }
    }

    private static byte[] read(CommandSession session, String what, String file) {
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

    /** A text in UTF-8, which may be packed with gzip. */
    public static String text(CommandSession session, String what, String file) {
        return ScriptFile.decode(what, file, bytes(session, what, file));
    }

    /** A script for user data, which may be packed with gzip. */
    public static String script(CommandSession session, String what, String file) {
        return ScriptFile.decode(file, bytes(session, what, file));
    }
}
