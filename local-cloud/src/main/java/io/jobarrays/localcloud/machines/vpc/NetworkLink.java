package io.jobarrays.localcloud.machines.vpc;

import io.jobarrays.localcloud.base.MachineSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What connects one machine with the VPC's router; see link.sh. */
public final class NetworkLink {
    private final VpcNamespaces vpc;
    private final String veth;
    private final String privateIp;
    private String publicIp;

    /**
     * @param number of the run: its end in the VPC is named after it
     */
    public NetworkLink(VpcNamespaces vpc, int number, MachineSpec spec) {
        this.vpc = vpc;
        this.veth = "m" + number;
        this.privateIp = spec.privateIp();
        this.publicIp = spec.publicIp();
    }

    /** From now on nothing passes; who talks hears silence. */
    public void disconnect() throws IOException {
        run("pull", veth);
    }

    /** Pulls it once the machine has been told that its connections to the cloud are closed. */
    public void disconnectAfterClose() throws IOException {
        run("hang-up", privateIp);
        disconnect();
    }

    public synchronized void connect() throws IOException {
        run("plug", veth, privateIp, publicIp);
    }

    /** Plugs it in under another public address. */
    public synchronized void connect(ProcessHandle init, String newPublicIp) throws IOException {
        run("address", Long.toString(init.pid()), publicIp, newPublicIp);
        publicIp = newPublicIp;
        connect();
    }

    private void run(String... words) throws IOException {
        Stream<String> script = Stream.of("sh", vpc.directory().resolve("link.sh").toString());
        List<String> command = Stream.concat(script, Stream.of(words)).toList();
        Process process = vpc.command(command).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("network of " + privateIp + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
