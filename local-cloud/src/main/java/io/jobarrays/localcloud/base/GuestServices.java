package io.jobarrays.localcloud.base;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Services that an instance can reach: metadata, the endpoint and the VPC's resolver. */
public interface GuestServices {

    /**
     * Answers a request to 169.254.169.254 and closes the exchange.
     *
     * @param instanceId the instance that sent the request, known from its connection
     */
    default void metadata(HttpExchange exchange, String instanceId) throws IOException {
        metadata(exchange, instanceId, exchange.getRequestURI().getPath());
    }

    /**
     * Answers a request to 169.254.169.254 and closes the exchange.
     *
     * @param path path of the request, {@code /latest/…}
     */
    void metadata(HttpExchange exchange, String instanceId, String path) throws IOException;

    /** Port of the account's endpoint on 127.0.0.1. */
    int endpointPort();

    /**
     * Answers a DNS query received over UDP; truncates an answer that does not fit.
     *
     * @return a message in wire format, empty when the query is not answered
     */
    byte[] dns(byte[] query);

    /** Answers a DNS query received over TCP; query and answer are without the length prefix. */
    default byte[] dnsOverTcp(byte[] query) {
        return dns(query);
    }
}
