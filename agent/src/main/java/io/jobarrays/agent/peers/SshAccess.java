package io.jobarrays.agent.peers;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.messages.AgentMessage.SshKey;
import io.jobarrays.contract.messages.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * SSH between the members of an array: installs the array's key for root and the login user, and
 * disables host key checks for members, whose host keys are new at each launch.
 */
public final class SshAccess {
    private static final Logger LOG = Logger.getLogger(SshAccess.class);
    private static final List<String> LOGIN_USERS =
            List.of("ec2-user", "ubuntu", "admin", "debian", "fedora");
    private static final String AUTHORIZED_KEYS = "authorized_keys";
    private static final String KEY_COMMENT = " key of the job array, by spored";

    /** OpenSSH before 7.9 refuses lines of a kilobyte. */
    private static final int HOSTS_PER_LINE = 8;

    static final String CLIENT_CONFIG_FILE = "/etc/ssh/ssh_config.d/spored.conf";

    private static final String CLIENT_CONFIG_HEADER =
            "# Written by spored: host keys of a job array's members are new at each launch.\n";
    private static final String CLIENT_CONFIG =
            """
            Host %s
                StrictHostKeyChecking no
                UserKnownHostsFile /dev/null
                LogLevel ERROR
                IdentityFile ~/.ssh/id_ed25519
                IdentityFile ~/.ssh/id_job_array
            """;

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
    }

    /** Configures the ssh client for the names and addresses of the members, and for no others. */
    public void writeClientConfig(List<Peer> peers) throws IOException {
        List<String> hosts =
                peers.stream()
                        .flatMap(peer -> Stream.of(peer.dns(), label(peer.dns()), peer.ip()))
                        .distinct()
                        .toList();
        StringBuilder text = new StringBuilder(CLIENT_CONFIG_HEADER);
        for (int from = 0; from < hosts.size(); from += HOSTS_PER_LINE) {
            int to = Math.min(hosts.size(), from + HOSTS_PER_LINE);
            text.append(CLIENT_CONFIG.formatted(String.join(" ", hosts.subList(from, to))));
        }
        Files.createDirectories(clientConfig().getParent());
        AtomicFile.write(clientConfig(), text.toString(), AtomicFile.PUBLIC);
    }

    private static String label(String dns) {
        int dot = dns.indexOf('.');
        return dot < 0 ? dns : dns.substring(0, dot);
    }

    private Path clientConfig() {
        return root.resolve(CLIENT_CONFIG_FILE);
    }

    private static void installKey(Home home, SshKey key) throws IOException {
        try (SshDirectory ssh = SshDirectory.open(home.directory(), home.uid(), home.gid())) {
            String line = key.publicKey().strip() + KEY_COMMENT;
            // A user's key is kept; the array's key then gets another file name.
            String name = "id_ed25519";
            if (ssh.has(name)
                    && !ssh.read(name + ".pub").orElse("").strip().endsWith(KEY_COMMENT)) {
                name = "id_job_array";
            }
            ssh.write(name, key.privateKey().strip() + "\n", AtomicFile.PRIVATE);
            ssh.write(name + ".pub", line + "\n", AtomicFile.PUBLIC);
            authorize(ssh, line);
        }
    }

    private static void authorize(SshDirectory ssh, String line) throws IOException {
        List<String> lines = new ArrayList<>(ssh.read(AUTHORIZED_KEYS).orElse("").lines().toList());
        if (lines.contains(line)) {
            return;
        }
        lines.removeIf(other -> other.endsWith(KEY_COMMENT));
        lines.add(line);
        ssh.write(AUTHORIZED_KEYS, String.join("\n", lines) + "\n", AtomicFile.PRIVATE);
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

    private record Home(String user, Path directory, int uid, int gid) {}
}
