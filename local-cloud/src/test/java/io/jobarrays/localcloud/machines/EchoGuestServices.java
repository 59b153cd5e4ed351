package io.jobarrays.localcloud.machines;

import com.sun.net.httpserver.HttpExchange;
import io.jobarrays.localcloud.base.GuestServices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Answers metadata requests with the instance id and DNS queries with 10.77.1.2. */
public final class EchoGuestServices implements GuestServices {
    private final int endpointPort;

    public EchoGuestServices() {
        this(1);
    }

    EchoGuestServices(int endpoint) {
        this.endpointPort = endpoint;
    }

    @Override
    public void metadata(HttpExchange exchange, String instanceId, String path) throws IOException {
        byte[] body = instanceId.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public int endpointPort() {
        return endpointPort;
    }

    @Override
    public byte[] dns(byte[] query) {
        try {
            Message message = new Message(query);
            message.getHeader().setFlag(Flags.QR);
            Name name = message.getQuestion().getName();
            if (message.getQuestion().getType() == Type.A) {
                message.addRecord(
                        new ARecord(name, DClass.IN, 60, new byte[] {10, 77, 1, 2}),
                        Section.ANSWER);
            }
            return message.toWire();
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
