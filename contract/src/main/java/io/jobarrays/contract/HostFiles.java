package io.jobarrays.contract;

/** Files with which members resolve each other's names without DNS. */
public final class HostFiles {
    public static final String BEGIN = "# BEGIN spawn job array";
    public static final String END = "# END spawn job array";

    private HostFiles() {}

    /** {@code /etc/spawn/hostfile}: one DNS name a line, as MPI reads it. */
    public static String hostfile(PeerList list) {
        StringBuilder text = new StringBuilder();
        list.peers().forEach(peer -> text.append(peer.dns()).append('\n'));
        return text.toString();
    }

    /** Returns {@code hosts} with the block of the array replaced, or appended if missing. */
    public static String withPeers(String hosts, PeerList list) {
        String kept = withoutPeers(hosts);
        String separator = kept.isEmpty() || kept.endsWith("\n") ? "" : "\n";
        return kept + separator + block(list);
    }

    /** Returns {@code hosts} without the block of {@link #withPeers}. */
    public static String withoutPeers(String hosts) {
        int begin = hosts.indexOf(BEGIN);
        int end = hosts.indexOf(END, Math.max(begin, 0));
        if (begin < 0 || end < 0) {
            return hosts;
        }
        int after = Math.min(hosts.length(), end + END.length() + 1);
        return hosts.substring(0, begin) + hosts.substring(after);
    }

    private static String block(PeerList list) {
        StringBuilder text = new StringBuilder(BEGIN).append('\n');
        for (Peer peer : list.peers()) {
            text.append(peer.ip()).append(' ').append(peer.dns()).append(' ');
            text.append(label(peer.dns())).append('\n');
        }
        return text.append(END).append('\n').toString();
    }

    private static String label(String dns) {
        int dot = dns.indexOf('.');
        return dot < 0 ? dns : dns.substring(0, dot);
    }
}
