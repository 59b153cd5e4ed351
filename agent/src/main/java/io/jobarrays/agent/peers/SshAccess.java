package io.jobarrays.agent.peers;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.AgentMessage.SshKey;
import io.jobarrays.contract.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * SSH between the members of an array: installs the array's key for root and the login user, and
 * disables host key checks for members, whose host keys are new at each launch.
 */
public final class SshAccess {
    private static final Logger LOG = Logger.getLogger(SshAccess.class);
    private static final List<String> LOGIN_USERS =
            List.of("ec2-user", "ubuntu", "admin", "debian", "fedora");
    private static final String KEY_COMMENT = " key of the job array, by spored";
    private static final String PRIVATE_ADDRESSES =
            "10.* 192.168.* 172.16.* 172.17.* 172.18.* 172.19.* 172.2?.* 172.30.* 172.31.*";

    private final RootDirectory root;

    public SshAccess(RootDirectory root) {
        this.root = root;
    }

    public void installKey(SshKey key) throws IOException {
        List<Home> homes = homes();
        for (Home home : homes) {
            try {
                installKey(home, key);
            } catch (IOException e) {
                // A failure for one user must not affect the other.
                LOG.errorf("ssh: cannot install the array's key for %s: %s", home.user(), e);
            }
        }
        if (!Files.exists(clientConfig())) {
            writeClientConfig(List.of());
        }
    }

    /** Configures the ssh client for the members' names and for private addresses. */
    public void writeClientConfig(List<Peer> peers) throws IOException {
        TreeSet<String> hosts = new TreeSet<>();
        for (Peer peer : peers) {
            int dot = peer.dns().indexOf('.');
            String label = dot < 0 ? peer.dns() : peer.dns().substring(0, dot);
            hosts.add("*" + peer.dns().substring(label.length()));
            hosts.add(withoutIndex(label));
        }
        String text =
                """
                # Written by spored: host keys of a job array's members are new at each launch.
                Host %s
                    StrictHostKeyChecking no
                    UserKnownHostsFile /dev/null
                    LogLevel ERROR
                    IdentityFile ~/.ssh/id_ed25519
                    IdentityFile ~/.ssh/id_job_array
                """
                        .formatted(String.join(" ", hosts) + " " + PRIVATE_ADDRESSES)
                        .replace("Host  ", "Host ");
        Files.createDirectories(clientConfig().getParent());
        AtomicFile.write(clientConfig(), text, AtomicFile.PUBLIC);
    }

    /** Replaces the digits at the end by a wildcard. */
    private static String withoutIndex(String label) {
        int end = label.length();
        while (end > 0 && Character.isDigit(label.charAt(end - 1))) {
            end--;
        }
        return end == label.length() ? label : label.substring(0, end) + "*";
    }

    private Path clientConfig() {
        return root.resolve("/etc/ssh/ssh_config.d/spored.conf");
    }

    private void installKey(Home home, SshKey key) throws IOException {
        Path directory = home.directory().resolve(".ssh");
        if (!Files.exists(directory)) {
            Files.createDirectory(directory);
            home.changeOwner(directory);
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        String line = key.publicKey().strip() + KEY_COMMENT;
        // A user's key is kept; the array's key then gets another file name.
        Path keyFile = directory.resolve("id_ed25519");
        if (Files.exists(keyFile) && !hasKeyComment(directory.resolve("id_ed25519.pub"))) {
            keyFile = directory.resolve("id_job_array");
        }
        write(home, keyFile, key.privateKey().strip() + "\n", AtomicFile.PRIVATE);
        write(
                home,
                keyFile.resolveSibling(keyFile.getFileName() + ".pub"),
                line + "\n",
                AtomicFile.PUBLIC);
        authorize(home, directory.resolve("authorized_keys"), line);
    }

    private static void authorize(Home home, Path file, String line) throws IOException {
        List<String> lines = new ArrayList<>();
        if (Files.exists(file)) {
            lines.addAll(Files.readAllLines(file));
        }
        if (lines.contains(line)) {
            return;
        }
        lines.removeIf(other -> other.endsWith(KEY_COMMENT));
        lines.add(line);
        write(home, file, String.join("\n", lines) + "\n", AtomicFile.PRIVATE);
    }

    private static void write(Home home, Path file, String text, String permissions)
            throws IOException {
        AtomicFile.write(file, text, permissions);
        home.changeOwner(file);
    }

    private static boolean hasKeyComment(Path file) throws IOException {
        return Files.exists(file) && Files.readString(file).strip().endsWith(KEY_COMMENT);
    }

    /** Homes of root and of the first known login user of common images. */
    private List<Home> homes() throws IOException {
        List<String> accounts = Files.readAllLines(root.resolve("/etc/passwd"));
        List<Home> homes = new ArrayList<>(findHome(accounts, "root"));
        for (String user : LOGIN_USERS) {
            List<Home> found = findHome(accounts, user);
            if (!found.isEmpty()) {
                homes.addAll(found);
                break;
            }
        }
        return homes;
    }

    private List<Home> findHome(List<String> accounts, String user) {
        return accounts.stream()
                .filter(line -> line.startsWith(user + ":"))
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length >= 7 && Files.isDirectory(root.resolve(fields[5])))
                .limit(1)
                .map(
                        fields ->
                                new Home(
                                        user,
                                        root.resolve(fields[5]),
                                        Integer.parseInt(fields[2]),
                                        Integer.parseInt(fields[3])))
                .toList();
    }

    private record Home(String user, Path directory, int uid, int gid) {

        /** Gives the file to the user; not needed for root. */
        void changeOwner(Path file) throws IOException {
            if (uid == 0) {
                return;
            }
            try {
                Files.setAttribute(file, "unix:uid", uid);
                Files.setAttribute(file, "unix:gid", gid);
            } catch (IOException e) {
                LOG.warnf("ssh: cannot give %s to %s: %s", file, user, e.getMessage());
            }
        }
    }
}
