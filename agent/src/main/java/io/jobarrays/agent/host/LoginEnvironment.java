package io.jobarrays.agent.host;

import io.jobarrays.contract.EnvFile;
import io.jobarrays.contract.HostFiles;
import io.jobarrays.contract.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * Writes the variables of the array for sessions that read no profile: {@code ssh host command} and
 * cron read {@code /etc/environment} through PAM; sshd without PAM reads {@code ~/.ssh/environment}
 * where it is permitted to.
 */
public final class LoginEnvironment {
    private static final Logger LOG = Logger.getLogger(LoginEnvironment.class);

    private LoginEnvironment() {}

    /** For machines without work, and for an image made from another machine. */
    public static void writeAtBoot(RootDirectory root, EnvFile member) {
        try {
            write(root, member);
        } catch (IOException e) {
            // The disk is full: an agent without them is better than none.
            LOG.errorf("cannot write the variables of ssh sessions: %s", e);
        }
    }

    /** Replaces the marked block, also that of an earlier attempt. */
    public static void write(RootDirectory root, EnvFile member) throws IOException {
        write(root.resolve(Paths.ENVIRONMENT), member, AtomicFile.PUBLIC);
        Path home = root.resolve("/root");
        if (Files.isDirectory(home)) {
            Path ssh = home.resolve(".ssh");
            Files.createDirectories(ssh);
            write(ssh.resolve("environment"), member, AtomicFile.PRIVATE);
        }
    }

    private static void write(Path file, EnvFile member, String permissions) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        String text = Files.exists(file) ? Files.readString(file) : "";
        AtomicFile.writeIfChanged(
                file, HostFiles.withBlock(text, member.environmentLines()), permissions);
    }
}
