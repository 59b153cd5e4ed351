package io.jobarrays.localcloud.dns;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * DNS names that EC2 assigns to instances.
 *
 * @param find finds the private address for {@code ip-10-77-0-5.ec2.internal} or a public name
 */
public record VpcNames(Function<String, Optional<String>> find) {
    private static final int TTL = 60;

    boolean fill(Message reply, Record question) {
        String name = question.getName().toString(true).toLowerCase(Locale.ROOT);
        Optional<String> address = find.apply(name);
        if (address.isPresent() && question.getType() == Type.A) {
            Name owner = question.getName();
            InetAddress ip = InetAddress.ofLiteral(address.get());
            reply.addRecord(new ARecord(owner, DClass.IN, TTL, ip), Section.ANSWER);
        } else if (address.isEmpty()) {
            if (!name.endsWith(".ec2.internal") && !name.equals("ec2.internal")) {
                return false;
            }
            reply.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        reply.getHeader().setFlag(Flags.AA);
        return true;
    }
}
