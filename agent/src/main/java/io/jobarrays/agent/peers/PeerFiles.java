package io.jobarrays.agent.peers;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.MpiVariables;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.contract.HostFiles;
import io.jobarrays.contract.Paths;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.AgentMessage.BarrierFailed;
import io.jobarrays.contract.messages.AgentMessage.Peers;
import io.jobarrays.contract.messages.AgentMessage.PeersWritten;
import io.jobarrays.contract.messages.PeerList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes the files by which the members of an array find each other. */
public final class PeerFiles {
    private static final Logger LOG = Logger.getLogger(PeerFiles.class);
    private static final Path MOUNT_INFO = Path.of("/proc/self/mountinfo");
    private static final Pattern GENERATION_FIELD = Pattern.compile("\"generation\": (\\d{1,9})");

    private static final List<String> FILES =
            List.of(
                    Paths.PEERS,
                    Paths.PEERS_META,
                    Paths.HOSTFILE,
                    Paths.HOSTFILE_OPENMPI,
                    Paths.HOSTFILE_MPICH,
                    Paths.BARRIER_FAILED,
                    // Its addresses may belong to other machines now.
                    SshAccess.CLIENT_CONFIG_FILE);

    private final RootDirectory root;
    private final Clock clock;
    private final MessageCodec codec;
    private final PeerFileWriter writer;

    public PeerFiles(RootDirectory root, Clock clock, MessageCodec codec, PeerFileWriter writer) {
        this.root = root;
        this.clock = clock;
        this.codec = codec;
        this.writer = writer;
    }

    /** Removes the files of an earlier boot, or of the instance that the image was made from. */
    public void clear() {
        try {
            clearAll();
        } catch (IOException e) {
            // The disk is full: stale entries are better than an agent that does not start.
            LOG.errorf("cannot remove the peer files of an earlier boot: %s", e);
        }
    }

    private void clearAll() throws IOException {
        for (String stale : FILES) {
            Files.deleteIfExists(root.resolve(stale));
        }
        String hosts = readHosts();
        String clean = HostFiles.withoutPeers(hosts);
        if (!clean.equals(hosts)) {
            writeHosts(clean);
        }
    }

    /** Writes the peers file last, so that its presence means that all others are complete. */
    public PeersWritten write(Peers peers) throws IOException {
        PeerList list = new PeerList(peers.peers());
        String sha256 = list.sha256();
        if (!sha256.equals(peers.sha256())) {
            throw new Refusal(
                    "peers of generation %d have the SHA-256 %s, not the announced %s"
                            .formatted(peers.generation(), sha256, peers.sha256()));
        }
        writeHosts(HostFiles.withPeers(readHosts(), list));
        Files.deleteIfExists(root.resolve(Paths.BARRIER_FAILED));
        writer.write(root.resolve(Paths.HOSTFILE), HostFiles.hostfile(list));
        writeMpiFiles(list, peers.slots());
        write(Paths.PEERS_META, list.metaJson(peers.generation(), clock.instant()));
        writer.write(root.resolve(Paths.PEERS), list.json());
        return new PeersWritten(peers.generation(), sha256);
    }

    private void writeMpiFiles(PeerList list, @Nullable Integer given) throws IOException {
        int slots =
                given == null ? 1 : given == 0 ? Runtime.getRuntime().availableProcessors() : given;
        MpiVariables.installProcess(root);
        writer.write(root.resolve(Paths.HOSTFILE_MPICH), HostFiles.hostfileMpich(list, slots));
        writer.write(root.resolve(Paths.HOSTFILE_OPENMPI), HostFiles.hostfileOpenMpi(list, slots));
    }

    public void write(BarrierFailed failed) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("reason", failed.reason());
        fields.put("missing", failed.missing());
        write(Paths.BARRIER_FAILED, codec.write(fields) + "\n");
    }

    /** Generation of the written peers; 0 without peers. */
    public int generation() {
        try {
            if (!Files.exists(root.resolve(Paths.PEERS))) {
                return 0;
            }
            Matcher meta =
                    GENERATION_FIELD.matcher(Files.readString(root.resolve(Paths.PEERS_META)));
            return meta.find() ? Integer.parseInt(meta.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private void write(String path, String text) throws IOException {
        AtomicFile.write(root.resolve(path), text, AtomicFile.PUBLIC);
    }

    private String readHosts() throws IOException {
        try {
            return Files.readString(root.resolve(Paths.HOSTS));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private void writeHosts(String text) throws IOException {
        Path hosts = root.resolve(Paths.HOSTS);
        if (isMountPoint(hosts)) {
            // A container runtime mounts this one file, and a mount point cannot be renamed over.
            Files.writeString(hosts, text);
        } else {
            writer.write(hosts, text);
        }
    }

    private static boolean isMountPoint(Path file) throws IOException {
        try (Stream<String> mounts = Files.lines(MOUNT_INFO)) {
            return mounts.anyMatch(mount -> mount.split(" ", 6)[4].equals(file.toString()));
        }
    }
}
