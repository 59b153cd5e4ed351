package io.jobarrays.server.notify;

import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sentences for failed requests, without any text of the URL or of the receiver. */
final class WebhookFailures {
    private WebhookFailures() {}

    static String sentence(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case SSLException tls -> {
                    return "the certificate or TLS of the receiver is not accepted";
                }
                case TimeoutException timeout -> {
                    return "no answer in time";
                }
                case ConnectException refused -> {
                    return "no connection";
                }
                default -> {}
            }
        }
        return "the connection ended without an answer";
    }
}
