package io.jobarrays.contract.archives;

import java.io.IOException;

/** Failure of an archive that holds, or says that it holds, more than its reader accepts. */
public final class ArchiveTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message predicate of a sentence about the archive
     */
    ArchiveTooLarge(String message) {
        super(message);
    }
}
