package io.jobarrays.localcloud.machines.vpc;

import io.jobarrays.localcloud.base.MachineSpec;
import java.io.IOException;

/** Link of one machine to the VPC's router; see link.sh. */
public final class NetworkLink {
    private final VpcNamespaces vpc;
    private final String veth;
    private final String privateIp;
    private String publicIp;

    /**
     * @param number run number, which names the veth in the VPC
     */
    public NetworkLink(VpcNamespaces vpc, int number, MachineSpec spec) {
        this.vpc = vpc;
        this.veth = "m" + number;
        this.privateIp = spec.privateIp();
        this.publicIp = spec.publicIp();
    }

    /** Disconnects; packets are dropped without an error. */
    public void disconnect() throws IOException {
        run("down", veth);
    }

    /** Disconnects after the machine has received the end of its connections to the cloud. */
    public void disconnectAfterClose() throws IOException {
        run("await-closed", privateIp);
        disconnect();
    }

    public synchronized void connect() throws IOException {
        run("up", veth, privateIp, publicIp);
    }

    /** Connects under another public address. */
    public synchronized void connect(ProcessHandle init, String newPublicIp) throws IOException {
        run("address", Long.toString(init.pid()), publicIp, newPublicIp);
        publicIp = newPublicIp;
        connect();
    }

    private void run(String... arguments) throws IOException {
        vpc.runScript("network of " + privateIp, "link.sh", arguments);
    }
}
