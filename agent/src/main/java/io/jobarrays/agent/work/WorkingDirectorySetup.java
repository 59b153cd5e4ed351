package io.jobarrays.agent.work;

import io.jobarrays.agent.aws.S3Client;
import io.jobarrays.agent.aws.S3Place;
import io.jobarrays.agent.files.LaidOutFiles;
import io.jobarrays.agent.files.Tarball;
import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Paths;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.Sha256;
import io.jobarrays.contract.StorageUrl;
import io.jobarrays.contract.messages.Work;
import io.jobarrays.contract.messages.Work.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Prepares the working directory: unpacks the bundle or what another place has, then the outputs of
 * earlier stages.
 */
final class WorkingDirectorySetup {
    private final RootDirectory root;
    private final ServerFiles serverFiles;
    private final S3Client s3;

    WorkingDirectorySetup(RootDirectory root, ServerFiles serverFiles, S3Client s3) {
        this.root = root;
        this.s3 = s3;
        this.serverFiles = serverFiles;
    }

    /** Idempotent: repeatable after an interruption. */
    void prepare(WorkRecord record) throws IOException, InterruptedException {
        Work work = record.work();
        Files.createDirectories(record.workingDirectory());
        Files.setPosixFilePermissions(
                record.workingDirectory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        boolean kept = KeptDirectory.isUsed(work);
        if (kept && KeptDirectory.isPrepared(record)) {
            return;
        }
        LaidOutFiles laidOut = new LaidOutFiles();
        if (work.bundle() != null) {
            unpackBundle(record, work.bundle(), laidOut);
        }
        if (work.filesFrom() != null) {
            unpackFrom(record, work.filesFrom(), laidOut);
        }
        for (Input input : work.inputs()) {
            for (int index : IndexSet.parse(input.indexes()).toList()) {
                unpackInput(record, input.stage(), index, laidOut);
            }
        }
        writeParameters(record, laidOut);
        laidOut.write(record.laidOutFiles());
        if (kept) {
            KeptDirectory.markPrepared(record);
        }
    }

    /** A file of that name in the bundle stays. */
    private static void writeParameters(WorkRecord record, LaidOutFiles laidOut)
            throws IOException {
        String parameters = record.work().parameters();
        if (parameters == null) {
            return;
        }
        Path file = record.workingDirectory().resolve(Paths.PARAMETERS);
        if (!Files.exists(file)) {
            AtomicFile.write(file, parameters, AtomicFile.PUBLIC);
        }
        laidOut.addFile(Paths.PARAMETERS, file);
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

    private void unpackFrom(WorkRecord record, String url, LaidOutFiles laidOut)
            throws IOException, InterruptedException {
        try {
            switch (StorageUrl.parse("files", url)) {
                case StorageUrl.S3 object -> {
                    Path archive = record.directory().resolve("bundle.tar.gz");
                    s3.get(new S3Place(object.bucket(), object.key()), archive);
                    Tarball.unpack(archive, record.workingDirectory(), "", laidOut);
                    Files.delete(archive);
                }
                case StorageUrl.Local local -> {
                    Path source = root.resolve(local.path());
                    if (Files.isDirectory(source)) {
                        laidOut.copy(source, record.workingDirectory());
                    } else {
                        Tarball.unpack(source, record.workingDirectory(), "", laidOut);
                    }
                }
            }
        } catch (IOException e) {
            throw new IOException("files: %s cannot be laid out: %s".formatted(url, e), e);
        }
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
