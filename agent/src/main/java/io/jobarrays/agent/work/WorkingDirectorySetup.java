package io.jobarrays.agent.work;

import io.jobarrays.agent.files.LaidOutFiles;
import io.jobarrays.agent.files.Tarball;
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

/** Prepares the working directory: unpacks the bundle, then the outputs of earlier stages. */
final class WorkingDirectorySetup {
    private final ServerFiles serverFiles;

    WorkingDirectorySetup(ServerFiles serverFiles) {
        this.serverFiles = serverFiles;
    }

    /** Idempotent: repeatable after an interruption. */
    void prepare(WorkRecord record) throws IOException, InterruptedException {
        Work work = record.work();
        Files.createDirectories(record.workingDirectory());
        Files.setPosixFilePermissions(
                record.workingDirectory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        LaidOutFiles laidOut = new LaidOutFiles();
        if (work.bundle() != null) {
            unpackBundle(record, work.bundle(), laidOut);
        }
        for (Input input : work.inputs()) {
            for (int index : IndexSet.parse(input.indexes()).toList()) {
                unpackInput(record, input.stage(), index, laidOut);
            }
        }
        laidOut.write(record.laidOutFiles());
    }

    private void unpackBundle(WorkRecord record, String sha256, LaidOutFiles laidOut)
            throws IOException, InterruptedException {
        Path archive = record.directory().resolve("bundle.tar.gz");
        if (!serverFiles.download("/agents/bundle", archive)) {
            throw new Refusal("files: the server does not have the bundle " + sha256);
        }
        String actual = Sha256.ofFile(archive);
        if (!actual.equals(sha256)) {
            throw new Refusal(
                    "files: the bundle has the SHA-256 %s, not %s".formatted(actual, sha256));
        }
        Tarball.unpack(archive, record.workingDirectory(), "", laidOut);
        Files.delete(archive);
    }

    /** An index without outputs gets no directory. */
    private void unpackInput(WorkRecord record, String stage, int index, LaidOutFiles laidOut)
            throws IOException, InterruptedException {
        Path archive = record.directory().resolve("input.tar.gz");
        if (serverFiles.download("/agents/inputs/%s/%d".formatted(stage, index), archive)) {
            String name = "inputs/%s/%d/".formatted(stage, index);
            Tarball.unpack(archive, record.workingDirectory().resolve(name), name, laidOut);
            Files.delete(archive);
        }
    }
}
