package io.jobarrays.localcloud.dns;

import io.jobarrays.localcloud.route53.EmulatedZone;
import io.jobarrays.localcloud.route53.EmulatedZones;
import java.io.IOException;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Answers queries for the hosted zones with authority, and for the names of the VPC. */
public final class NameServer {
    private static final int DEFAULT_DATAGRAM_BYTES = 512;
    private static final int MAX_DATAGRAM_BYTES = 1232;
    private static final int MAX_TCP_MESSAGE_BYTES = 65_535;

    private final EmulatedZones zones;
    private final VpcNames vpc;

    public NameServer(EmulatedZones zones, VpcNames vpc) {
        this.zones = zones;
        this.vpc = vpc;
    }

    /** For UDP: what does not fit is left out and marked as truncated. */
    public byte[] answerUdp(byte[] query) {
        return answer(query, true);
    }

    /** For TCP. */
    public byte[] answerTcp(byte[] query) {
        return answer(query, false);
    }

    /** Empty for what is no query at all; an answer to an answer could go round for ever. */
    private byte[] answer(byte[] query, boolean udp) {
        Message asked;
        try {
            asked = new Message(query);
        } catch (IOException e) {
            return new byte[0];
        }
        if (asked.getHeader().getFlag(Flags.QR)) {
            return new byte[0];
        }
        OPTRecord opt = asked.getOPT();
        int limit =
                !udp
                        ? MAX_TCP_MESSAGE_BYTES
                        : opt == null ? DEFAULT_DATAGRAM_BYTES : datagramLimit(opt);
        return reply(asked).toWire(limit);
    }

    private static int datagramLimit(OPTRecord opt) {
        return Math.clamp(opt.getPayloadSize(), DEFAULT_DATAGRAM_BYTES, MAX_DATAGRAM_BYTES);
    }

    private Message reply(Message asked) {
        Message reply = new Message(asked.getHeader().getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(asked.getHeader().getOpcode());
        if (asked.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        Record question = asked.getQuestion();
        if (asked.getHeader().getOpcode() != Opcode.QUERY || question == null) {
            header.setRcode(Rcode.NOTIMP);
            return reply;
        }
        reply.addRecord(question, Section.QUESTION);
        fill(reply, question);
        if (asked.getOPT() != null) {
            reply.addRecord(new OPTRecord(MAX_DATAGRAM_BYTES, 0, 0), Section.ADDITIONAL);
        }
        return reply;
    }

    private void fill(Message reply, Record question) {
        String name = question.getName().toString();
        Optional<EmulatedZone> zone = zones.zoneOf(name);
        if (zone.isPresent()) {
            reply.getHeader().setFlag(Flags.AA);
            new ZoneAnswer(zones, reply).fill(zone.get(), question);
        } else if (!vpc.fill(reply, question)) {
            // Not ours and nobody to ask: refusing lets a resolver say so at once.
            reply.getHeader().setRcode(Rcode.REFUSED);
        }
    }
}
