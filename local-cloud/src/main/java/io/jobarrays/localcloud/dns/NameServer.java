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
import org.xbill.DNS.Type;

/** Authoritative name server of the hosted zones and of the VPC's instance names. */
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

    /** Answers a query received over UDP; truncates the answer if it does not fit. */
    public byte[] answerUdp(byte[] query) {
        return answer(query, true);
    }

    /** Answers a query received over TCP. */
    public byte[] answerTcp(byte[] query) {
        return answer(query, false);
    }

    /** Empty for a malformed query or a response: answering responses could loop for ever. */
    private byte[] answer(byte[] query, boolean udp) {
        Message request;
        try {
            request = new Message(query);
        } catch (IOException e) {
            return new byte[0];
        }
        if (request.getHeader().getFlag(Flags.QR)) {
            return new byte[0];
        }
        OPTRecord opt = request.getOPT();
        int limit =
                !udp
                        ? MAX_TCP_MESSAGE_BYTES
                        : opt == null ? DEFAULT_DATAGRAM_BYTES : datagramLimit(opt);
        Message reply = reply(request);
        addNameServers(reply, limit);
        return reply.toWire(limit);
    }

    /** Adds the zone's NS records to a positive answer, as Route 53 does, where they fit. */
    private void addNameServers(Message reply, int limit) {
        Record question = reply.getQuestion();
        if (question == null
                || question.getType() == Type.NS
                || reply.getSection(Section.ANSWER).isEmpty()
                || !reply.getSection(Section.AUTHORITY).isEmpty()) {
            return;
        }
        zones.zoneOf(question.getName().toString())
                .map(ZoneAnswer::nameServers)
                .ifPresent(
                        records -> {
                            Message complete = reply.clone();
                            records.forEach(it -> complete.addRecord(it, Section.AUTHORITY));
                            if (complete.toWire().length <= limit) {
                                records.forEach(it -> reply.addRecord(it, Section.AUTHORITY));
                            }
                        });
    }

    private static int datagramLimit(OPTRecord opt) {
        return Math.clamp(opt.getPayloadSize(), DEFAULT_DATAGRAM_BYTES, MAX_DATAGRAM_BYTES);
    }

    private Message reply(Message query) {
        Message reply = new Message(query.getHeader().getID());
        Header header = reply.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(query.getHeader().getOpcode());
        if (query.getHeader().getFlag(Flags.RD)) {
            header.setFlag(Flags.RD);
        }
        Record question = query.getQuestion();
        if (query.getHeader().getOpcode() != Opcode.QUERY || question == null) {
            header.setRcode(Rcode.NOTIMP);
            return reply;
        }
        reply.addRecord(question, Section.QUESTION);
        fill(reply, question);
        if (query.getOPT() != null) {
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
            // No upstream server to ask: REFUSED lets a resolver fail immediately.
            reply.getHeader().setRcode(Rcode.REFUSED);
        }
    }
}
