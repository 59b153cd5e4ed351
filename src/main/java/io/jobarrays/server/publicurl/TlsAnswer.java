package io.jobarrays.server.publicurl;

import io.jobarrays.contract.TlsRefusal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Result of a {@link TlsProbe}. */
sealed interface TlsAnswer {
    /** An agent would send its requests. */
    record Trusted() implements TlsAnswer {}

    /** An agent would refuse the server. */
    record Refused(TlsRefusal refusal) implements TlsAnswer {}

    /** No TLS server was reached, which need not hold for the network of the agents. */
    record None(String reason) implements TlsAnswer {}

    static String reason(IOException failure) {
        return switch (failure) {
            case ConnectException _ -> "connection refused";
            case UnknownHostException _ -> "its name has no address";
            case SocketTimeoutException _ -> "timed out";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
