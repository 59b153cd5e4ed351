package io.jobarrays.agent.work;

import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.contract.AgentMessage.Input;
import io.jobarrays.contract.AgentMessage.Work;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Lays out the working directory: the bundle, then what earlier stages have left. */
final class WorkingDirectorySetup {
    private final ServerFiles serverFiles;

    WorkingDirectorySetup(ServerFiles calls) {
        this.serverFiles = calls;
    }

    /** A second time after an interruption does no harm. */
    void prepare(WorkRecord run) throws IOException, InterruptedException {
        Work work = run.work();
        Files.createDirectories(run.workingDirectory());
        Files.setPosixFilePermissions(
                run.workingDirectory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        if (work.bundle() != null) {
            unpackBundle(run, work.bundle());
        }
        for (Input input : work.inputs()) {
            for (int index : IndexSet.parse(input.indexes()).toList()) {
                unpackInput(run, input.stage(), index);
            }
        }
    }

    private void unpackBundle(WorkRecord run, String sha256)
            throws IOException, InterruptedException {
        Path archive = run.directory().resolve("bundle.tar.gz");
        if (!serverFiles.download("/agents/bundle", archive)) {
            throw new Refusal("files: the server does not have the bundle " + sha256);
        }
        String came = Sha256.ofFile(archive);
        if (!came.equals(sha256)) {
            throw new Refusal(
                    "files: the bundle came with the SHA-256 %s, not %s".formatted(came, sha256));
        }
        Tarball.unpack(archive, run.workingDirectory());
        Files.delete(archive);
    }

    /** An index that kept nothing leaves no directory. */
    private void unpackInput(WorkRecord run, String stage, int index)
            throws IOException, InterruptedException {
        Path archive = run.directory().resolve("input.tar.gz");
        if (serverFiles.download("/agents/inputs/%s/%d".formatted(stage, index), archive)) {
            Path directory =
                    run.workingDirectory().resolve("inputs").resolve(stage).resolve("" + index);
            Tarball.unpack(archive, directory);
            Files.delete(archive);
        }
    }
}
