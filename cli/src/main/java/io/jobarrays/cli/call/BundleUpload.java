package io.jobarrays.cli.call;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.files.BundleArchive;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.contract.StorageUrl;
import org.jspecify.annotations.Nullable;

/** Uploads a directory to the server unless the server has the same content. */
public final class BundleUpload {
    private final CommandSession session;

    public BundleUpload(CommandSession session) {
        this.session = session;
    }

    /** As {@link #upload}, for --files of a pipeline; null for null. */
    public @Nullable String ofSubmission(@Nullable String files) {
        if (files == null) {
            return null;
        }
        if (StorageUrl.isUrl(files)) {
            throw Failure.usage(
                    "--files %s: a submission takes a directory; write the place as property files of the stages"
                            .formatted(files));
        }
        return upload(files);
    }

    /** SHA-256 that identifies the directory's content on the server. */
    public String upload(String directory) {
        try (BundleArchive bundle = BundleArchive.pack(session.path(directory))) {
            String path = "/bundles/" + bundle.sha256();
            if (!session.api().exists(path)) {
                session.api().put(path, bundle.file());
                session.progress("files: %s (%s)".formatted(directory, bundle.size()));
            }
            return bundle.sha256();
        }
    }
}
