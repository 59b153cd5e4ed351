package io.jobarrays.agent.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.messages.AgentMessage.SshKey;
import io.jobarrays.contract.messages.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshAccessTest {
    private static final SshKey KEY =
            new SshKey("-----BEGIN OPENSSH PRIVATE KEY-----\nx\n", "ssh-ed25519 AAAA array");
    private static final SshKey NEXT = new SshKey("-----BEGIN\ny\n", "ssh-ed25519 BBBB array");

    @TempDir Path machine = Path.of("");
    private SshAccess ssh = new SshAccess(new RootDirectory(Path.of("")));

    @BeforeEach
    void createHomes() throws Exception {
        Files.createDirectories(machine.resolve("root"));
        Files.createDirectories(machine.resolve("home/ubuntu"));
        Files.createDirectories(machine.resolve("home/debian"));
        Files.createDirectories(machine.resolve("etc"));
        Files.writeString(
                machine.resolve("etc/passwd"),
                """
                root:x:0:0:root:/root:/bin/bash
                debian:x:1001:1001::/home/debian:/bin/bash
                ubuntu:x:1000:1000::/home/ubuntu:/bin/bash
                """);
        ssh = new SshAccess(new RootDirectory(machine));
    }

    @Test
    void installsKeyForRootAndLoginUser() throws Exception {
        ssh.installKey(KEY);

        for (String home : List.of("root", "home/ubuntu")) {
            Path directory = machine.resolve(home).resolve(".ssh");
            assertThat(directory.resolve("id_ed25519")).hasContent(KEY.privateKey());
            assertThat(permissions(directory)).isEqualTo("rwx------");
            assertThat(permissions(directory.resolve("id_ed25519"))).isEqualTo("rw-------");
            assertThat(directory.resolve("authorized_keys"))
                    .content()
                    .isEqualTo("ssh-ed25519 AAAA array key of the job array, by spored\n");
        }
        assertThat(machine.resolve("home/debian/.ssh")).doesNotExist();
    }

    @Test
    void newKeyReplacesOnlyPreviousArrayKey() throws Exception {
        Path keys =
                Files.createDirectories(machine.resolve("root/.ssh")).resolve("authorized_keys");
        Files.writeString(keys, "ssh-rsa CCCC me@home\n");

        ssh.installKey(KEY);
        ssh.installKey(KEY);
        ssh.installKey(NEXT);

        assertThat(keys)
                .content()
                .isEqualTo(
                        "ssh-rsa CCCC me@home\nssh-ed25519 BBBB array key of the job array, by spored\n");
        assertThat(machine.resolve("root/.ssh/id_ed25519")).hasContent(NEXT.privateKey());
    }

    @Test
    void keepsExistingUserKey() throws Exception {
        Path own = Files.createDirectories(machine.resolve("root/.ssh")).resolve("id_ed25519");
        Files.writeString(own, "mine");

        ssh.installKey(KEY);

        assertThat(own).hasContent("mine");
        assertThat(machine.resolve("root/.ssh/id_job_array")).hasContent(KEY.privateKey());
    }

    @Test
    void neitherReadsNorWritesThroughLinksOfTheUser() throws Exception {
        Path secret = Files.writeString(machine.resolve("secret"), "of root\n");
        Path roots = Files.createDirectories(machine.resolve("root/.ssh"));
        Path home = machine.resolve("home/ubuntu");
        Files.createSymbolicLink(home.resolve(".ssh"), roots);

        ssh.installKey(KEY);

        Files.delete(home.resolve(".ssh"));
        Path keys = Files.createDirectories(home.resolve(".ssh")).resolve("authorized_keys");
        Files.createSymbolicLink(keys, secret);
        ssh.installKey(NEXT);

        assertThat(keys).isSymbolicLink();
        assertThat(secret).hasContent("of root\n");
        assertThat(Files.getOwner(roots.resolve("authorized_keys")))
                .isEqualTo(Files.getOwner(machine));
    }

    @Test
    void acceptsUnknownHostKeysOfMembersOnly() throws Exception {
        List<Peer> peers =
                IntStream.range(0, 200)
                        .mapToObj(
                                i ->
                                        new Peer(
                                                i,
                                                "i-" + i,
                                                "10.0.0." + i,
                                                "compute-%d.5k0zfnmq.spore.host".formatted(i)))
                        .toList();

        ssh.writeClientConfig(peers);

        for (String own :
                List.of("compute-0.5k0zfnmq.spore.host", "compute-199", "10.0.0.7", "10.0.0.199")) {
            assertThat(options(own)).as(own).contains("stricthostkeychecking false");
        }
        for (String other :
                List.of(
                        "compute-200",
                        "compute-db",
                        "other-0.5k0zfnmq.spore.host",
                        "10.0.0.200",
                        "10.1.2.3",
                        "192.168.1.1",
                        "172.16.0.1",
                        "github.com")) {
            assertThat(options(other)).as(other).doesNotContain("stricthostkeychecking false");
        }
        assertThat(Files.readAllLines(config())).allMatch(line -> line.length() < 1000);
        assertThat(machine.resolve("root/.ssh/config")).doesNotExist();
    }

    @Test
    void acceptsNoUnknownHostKeyWithoutPeers() throws Exception {
        ssh.installKey(KEY);

        assertThat(config()).doesNotExist();
    }

    /** What ssh itself reads from the file. */
    private List<String> options(String host) throws Exception {
        Process process = new ProcessBuilder("ssh", "-G", "-F", "" + config(), host).start();
        return process.inputReader().readAllLines();
    }

    private Path config() {
        return machine.resolve("etc/ssh/ssh_config.d/spored.conf");
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
