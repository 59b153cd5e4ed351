package io.jobarrays.cli.base;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Words for failures of files; the JDK says the most common ones only in names of classes. */
public final class FileFailure {
    private FileFailure() {}

    /** {@code data/x: permission denied}. */
    public static String words(Throwable failure) {
        return switch (failure) {
            case UncheckedIOException wrapped when wrapped.getCause() != null ->
                    words(wrapped.getCause());
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case NoSuchFileException e -> e.getFile() + ": no such file or directory";
            case FileAlreadyExistsException e -> e.getFile() + ": another file is there";
            case NotDirectoryException e -> e.getFile() + ": not a directory";
            case FileSystemException e -> String.valueOf(e.getMessage());
            case IOException e when e.getMessage() != null -> String.valueOf(e.getMessage());
            default -> failure.toString();
        };
    }
}
