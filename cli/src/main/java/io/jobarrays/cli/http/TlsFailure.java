package io.jobarrays.cli.http;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sentences for a control plane whose certificate is refused, or that does not speak TLS. */
final class TlsFailure {
    private static final int MAX_CAUSES = 10;

    private TlsFailure() {}

    /** Empty for failures that have nothing to do with TLS. */
    static Optional<String> sentence(String tried, String url, Throwable failure) {
        boolean ofTls = false;
        Optional<String> reason = Optional.empty();
        @Nullable Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            ofTls |= cause instanceof SSLException;
            // The last cause is the most exact one.
            Optional<String> exact = reason(cause);
            reason = exact.isPresent() ? exact : reason;
            cause = cause.getCause();
        }
        return ofTls ? reason.map(it -> "%s: %s: %s".formatted(tried, url, it)) : Optional.empty();
    }

    private static Optional<String> reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case CertPathBuilderException _ ->
                    Optional.of(
                            "its certificate is of no authority that is trusted here; name the file of its authority with --ca FILE or SPAWN_CA_FILE");
            case CertificateExpiredException _ ->
                    Optional.of("its certificate has expired (%s); renew it".formatted(message));
            case CertificateNotYetValidException _ ->
                    Optional.of("its certificate is not valid yet (%s)".formatted(message));
            case CertificateException _
                    when message.contains("alternative") || message.startsWith("No name") ->
                    Optional.of(
                            "its certificate is of another host (%s); check --url and SPAWN_URL"
                                    .formatted(message));
            case SSLException _ when message.contains("SSL message") ->
                    Optional.of("it does not speak TLS; write http:// if that is meant");
            default -> Optional.empty();
        };
    }
}
