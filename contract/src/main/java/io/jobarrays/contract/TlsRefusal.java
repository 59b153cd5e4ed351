package io.jobarrays.contract;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Reason why a TLS client refuses a server; a later attempt ends the same way.
 *
 * @param detail message of Java, as {@code No name matching a found}
 */
public record TlsRefusal(Kind kind, String detail) {
    private static final int MAX_CAUSES = 10;

    /** What is wrong. */
    public enum Kind {
        /** The certificate is of no authority that the client trusts. */
        UNTRUSTED,
        EXPIRED,
        NOT_YET_VALID,
        /** The certificate names another host. */
        OTHER_HOST,
        /** The server does not speak TLS at this port. */
        NO_TLS
    }

    /** Empty for failures that have nothing to do with TLS, and for others of TLS. */
    public static Optional<TlsRefusal> of(Throwable failure) {
        boolean ofTls = false;
        Optional<TlsRefusal> refusal = Optional.empty();
        @Nullable Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            ofTls |= cause instanceof SSLException;
            // The last cause is the most exact one.
            Optional<TlsRefusal> exact = ofCause(cause);
            refusal = exact.isPresent() ? exact : refusal;
            cause = cause.getCause();
        }
        return ofTls ? refusal : Optional.empty();
    }

    private static Optional<TlsRefusal> ofCause(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        Optional<Kind> kind =
                switch (cause) {
                    case CertPathBuilderException _ -> Optional.of(Kind.UNTRUSTED);
                    case CertificateExpiredException _ -> Optional.of(Kind.EXPIRED);
                    case CertificateNotYetValidException _ -> Optional.of(Kind.NOT_YET_VALID);
                    case CertificateException _
                            when message.contains("alternative") || message.startsWith("No name") ->
                            Optional.of(Kind.OTHER_HOST);
                    case SSLException _ when message.contains("SSL message") ->
                            Optional.of(Kind.NO_TLS);
                    default -> Optional.empty();
                };
        return kind.map(it -> new TlsRefusal(it, message));
    }
}
