package io.jobarrays.cli.http;

import io.jobarrays.contract.TlsRefusal;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;

/** Request without a response; it is unknown whether the request took effect. */
public final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final boolean permanent;

    Unreachable(String tried, String url, IOException cause) {
        super(cause);
        Optional<TlsRefusal> refusal = TlsRefusal.of(cause);
        permanent = refusal.isPresent();
        sentence =
                refusal.map(it -> TlsFailure.sentence(tried, url, it))
                        .orElseGet(() -> noAnswer(tried, url, cause));
    }

    private static String noAnswer(String tried, String url, IOException cause) {
        return "%s: no answer from the control plane at %s (%s); start one with \"spawn up\", or check --url and SPAWN_URL"
                .formatted(tried, url, reason(cause));
    }

    public String sentence() {
        return sentence;
    }

    /** Whether a further attempt fails, too: the certificate of the control plane is refused. */
    public boolean isPermanent() {
        return permanent;
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case ConnectException refused -> "connection refused";
            case UnknownHostException unknown -> "unknown host";
            case SocketTimeoutException slow -> "timed out";
            default ->
                    cause.getMessage() == null
                            ? cause.getClass().getSimpleName()
                            : String.valueOf(cause.getMessage());
        };
    }
}
