package io.jobarrays.contract;

import io.jobarrays.contract.messages.Peer;
import io.jobarrays.contract.messages.PeerList;

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

    /** {@code /etc/spawn/hostfile.openmpi}: {@code NAME slots=N}, as Open MPI reads it. */
    public static String hostfileOpenMpi(PeerList list, int slots) {
        StringBuilder text = new StringBuilder();
        list.peers().forEach(p -> text.append("%s slots=%d\n".formatted(p.dns(), slots)));
        return text.toString();
    }

    /** {@code /etc/spawn/hostfile.mpich}: {@code NAME:N}, as MPICH and its descendants read it. */
    public static String hostfileMpich(PeerList list, int slots) {
        StringBuilder text = new StringBuilder();
        list.peers().forEach(p -> text.append("%s:%d\n".formatted(p.dns(), slots)));
        return text.toString();
    }

    /** Returns {@code hosts} with the block of the array replaced, or appended if missing. */
    public static String withPeers(String hosts, PeerList list) {
        return withBlock(hosts, lines(list));
    }

    /**
     * Returns the text with its marked block replaced, or appended if missing.
     *
     * @param lines of the block, each with its line end
     */
    public static String withBlock(String text, String lines) {
        String kept = withoutPeers(text);
        String separator = kept.isEmpty() || kept.endsWith("\n") ? "" : "\n";
        return kept + separator + BEGIN + "\n" + lines + END + "\n";
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

    private static String lines(PeerList list) {
        StringBuilder text = new StringBuilder();
        for (Peer peer : list.peers()) {
            text.append(peer.ip()).append(' ').append(peer.dns()).append(' ');
            text.append(label(peer.dns())).append('\n');
        }
        return text.toString();
    }

    private static String label(String dns) {
        int dot = dns.indexOf('.');
        return dot < 0 ? dns : dns.substring(0, dot);
    }
}
