package io.jobarrays.cli.commands;

import io.jobarrays.cli.Session;
import io.jobarrays.cli.files.Bundle;

/** Brings a directory to the server, unless it has the same one already. */
final class Upload {
    private final Session session;

    Upload(Session session) {
        this.session = session;
    }

    /** The SHA-256 by which the server knows the directory's content. */
    String of(String directory) {
        try (Bundle bundle = Bundle.pack(session.path(directory))) {
            String path = "/bundles/" + bundle.sha256();
            if (!session.api().exists(path)) {
                session.api().put(path, bundle.file());
                session.progress("files: %s (%s)".formatted(directory, bundle.size()));
            }
            return bundle.sha256();
        }
    }
}
