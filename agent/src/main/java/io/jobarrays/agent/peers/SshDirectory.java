package io.jobarrays.agent.peers;

import io.jobarrays.agent.host.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Directory {@code ~/.ssh} of a user, opened once; its files are opened by their names in it and
 * never through a link. Otherwise the user could let the agent, which is root, read a file of root,
 * or write it and give it away.
 */
final class SshDirectory implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(SshDirectory.class);
    private static final Path NAME = Path.of(".ssh");

    private final SecureDirectoryStream<Path> directory;
    private final int user;
    private final int group;

    private SshDirectory(SecureDirectoryStream<Path> directory, int user, int group) {
        this.directory = directory;
        this.user = user;
        this.group = group;
    }

    /** Creates the directory if the home has none. */
    static SshDirectory open(Path home, int user, int group) throws IOException {
        boolean isNew = true;
        try {
            Files.createDirectory(home.resolve(NAME));
        } catch (FileAlreadyExistsException e) {
            isNew = false;
        }
        try (DirectoryStream<Path> opened = Files.newDirectoryStream(home)) {
            SshDirectory ssh =
                    new SshDirectory(
                            secure(opened).newDirectoryStream(NAME, LinkOption.NOFOLLOW_LINKS),
                            user,
                            group);
            PosixFileAttributeView view =
                    ssh.directory.getFileAttributeView(PosixFileAttributeView.class);
            if (isNew) {
                ssh.give(view);
            }
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
            return ssh;
        }
    }

    boolean has(String name) throws IOException {
        try {
            view(name).readAttributes();
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Text of a file; empty if there is none.
     *
     * @throws IOException also for a link, and for a file of another user than that of the
     *     directory
     */
    Optional<String> read(String name) throws IOException {
        if (!has(name)) {
            return Optional.empty();
        }
        String owner = view(name).readAttributes().owner().getName();
        String expected =
                directory
                        .getFileAttributeView(PosixFileAttributeView.class)
                        .readAttributes()
                        .owner()
                        .getName();
        if (!owner.equals(expected)) {
            throw new IOException("%s belongs to %s, not to %s".formatted(name, owner, expected));
        }
        try (SeekableByteChannel file =
                directory.newByteChannel(
                        Path.of(name),
                        Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return Optional.of(
                    new String(
                            Channels.newInputStream(file).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Replaces a file and gives it to the user. */
    void write(String name, String text, String permissions) throws IOException {
        Path temporary = Path.of("." + name + ".new");
        if (has("" + temporary)) {
            directory.deleteFile(temporary);
        }
        Set<OpenOption> options =
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel file =
                directory.newByteChannel(
                        temporary,
                        options,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(AtomicFile.PRIVATE)))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
        view("" + temporary).setPermissions(PosixFilePermissions.fromString(permissions));
        give(view("" + temporary));
        directory.move(temporary, directory, Path.of(name));
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }

    private PosixFileAttributeView view(String name) {
        return directory.getFileAttributeView(
                Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Not needed for root, and not possible for an agent of another user. */
    private void give(PosixFileAttributeView view) {
        if (user == 0) {
            return;
        }
        try {
            UserPrincipalLookupService ids =
                    FileSystems.getDefault().getUserPrincipalLookupService();
            view.setOwner(ids.lookupPrincipalByName("" + user));
            view.setGroup(ids.lookupPrincipalByGroupName("" + group));
        } catch (IOException e) {
            LOG.warnf("ssh: cannot give files to the user %d: %s", user, e.getMessage());
        }
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> directory)
            throws IOException {
        if (directory instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IOException("this file system has no directories that stay open");
    }
}
