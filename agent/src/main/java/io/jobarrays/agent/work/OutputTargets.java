package io.jobarrays.agent.work;

import io.jobarrays.agent.aws.S3Client;
import io.jobarrays.agent.files.DirectoryTarget;
import io.jobarrays.agent.files.OutputTarget;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.StorageUrl;
import java.io.IOException;

/** Opens the places that {@code --collect-to} names. */
record OutputTargets(RootDirectory root, S3Client s3) {
    /**
     * @param url the place of this member's outputs: {@code DIR/array/index}
     */
    OutputTarget open(String url) throws IOException {
        return switch (StorageUrl.parse("collect-to", url)) {
            case StorageUrl.Local local -> directory(local.path());
            case StorageUrl.S3 prefix -> new S3Target(s3, prefix);
        };
    }

    private OutputTarget directory(String path) throws IOException {
        String array = path.substring(0, path.lastIndexOf('/'));
        String base = array.substring(0, array.lastIndexOf('/') + 1);
        return DirectoryTarget.create(root.resolve(base), root.resolve(path));
    }
}
