package io.jobarrays.localcloud.base;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** What an instance reaches of its cloud: metadata and the VPC's resolver. */
public interface GuestServices {

    /**
     * Answers a request to 169.254.169.254 and closes the exchange.
     *
     * @param instanceId which instance asks; the machine side knows it from the way it came
     */
    void metadata(HttpExchange exchange, String instanceId) throws IOException;

    /** Where on 127.0.0.1 the services of the account listen. */
    int endpointPort();

    /**
     * Answers a DNS query as UDP carries it, truncated where it does not fit.
     *
     * @return a message in wire format, empty when the query deserves no answer
     */
    byte[] dns(byte[] query);

    /** Answers a DNS query as TCP carries it: whole, without the length in front. */
    default byte[] dnsOverTcp(byte[] query) {
        return dns(query);
    }
}
